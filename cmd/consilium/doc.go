// Command consilium starts, stops and administers an instance: a federated
// server for communities of clinicians.
//
// It reads the configuration, opens the store, hands each door what it needs
// and mounts the doors under one address. Nothing below it reads a file of its
// own accord, asks the clock or knows the other doors.
package main
