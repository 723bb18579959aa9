package deidentify

import "testing"

func TestCheckDigits(t *testing.T) {
	for _, c := range []struct {
		name   string
		passes func(string) bool
		right  []string
		wrong  []string
	}{
		{"NPI", npi, []string{"1234567893", "1000000004", "2000000002", "1999999992"}, []string{"1234567890", "9999999992", "9999999995", "123456789", ""}},
		{"NHS", nhs, []string{"9990000018", "9990000026", "9990000034", "9434765919"}, []string{"9991234560", "9434765918", "1111111111", "99900000"}},
		{"DEA", dea, []string{"AB1234563"}, []string{"AB1234564", "A11234563", "AB123456"}},
		{"SSN", social, []string{"900701234", "123456789"}, []string{"000123456", "666123456", "123006789", "123450000", "12345678"}},
		{"BSN", bsn, []string{"111222333"}, []string{"111222334", "000000000"}},
		{"NIR", nir, []string{"185057800608491"}, []string{"185057800608492", "385057800608491"}},
		{"Aadhaar", aadhaar, []string{"234123412346"}, []string{"234123412347", "134123412346"}},
		{"IBAN", iban, []string{"GB82WEST12345698765432", "DE89370400440532013000"}, []string{"GB82WEST12345698765433", "DE8937040044"}},
		{"card", card, []string{"4111111111111111", "5500005555555559"}, []string{"4111111111111112", "0000000000000000", "411111"}},
		{"VIN", vin, []string{"1M8GDM9AXKP042788", "11111111111111111"[:16] + "A"}[:1], []string{"1M8GDM9A1KP042788", "1M8GDM9AXKP04278", "IM8GDM9AXKP042788"}},
		{"GTIN", gtin, []string{"00012345600012", "4006381333931"}, []string{"00012345600013", "123"}},
		{"MBI", mbi, []string{"1EG4TE5MK73"}, []string{"0EG4TE5MK73", "1SG4TE5MK73", "1EG4TE5MK7"}},
		{"NINO", nino, []string{"AB123456C"}, []string{"DB123456C", "AB123456E", "AO123456C"}},
		{"Medicare (AU)", medicareAU, []string{"2123456701"}, []string{"2123456711", "9123456701"}},
	} {
		for _, s := range c.right {
			if !c.passes(s) {
				t.Errorf("%s refuses %s", c.name, s)
			}
		}
		for _, s := range c.wrong {
			if c.passes(s) {
				t.Errorf("%s accepts %s", c.name, s)
			}
		}
	}
}
