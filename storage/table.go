package storage

import "github.com/uptrace/bun"

// bunTable names the table of a row that is inserted through bun.
type bunTable = bun.BaseModel
