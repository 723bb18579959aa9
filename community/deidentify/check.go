package deidentify

import (
	"slices"
	"strings"
)

// All checks take what compact writes: digits and capital letters, nothing between.

// luhn tells whether a number passes ISO/IEC 7812's check digit, as payment cards do.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if d < 0 || d > 9 {
			return false
		}
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return len(digits) > 1 && sum%10 == 0
}

// card tells whether a number is a payment card's: 13 to 19 digits, a network's first digit, Luhn.
func card(digits string) bool {
	return len(digits) >= 13 && len(digits) <= 19 && strings.IndexByte("23456", digits[0]) >= 0 && luhn(digits)
}

// npi tells whether a number is a US National Provider Identifier: ten digits, the first 1 or 2, Luhn with 80840 before it.
func npi(digits string) bool {
	return len(digits) == 10 && (digits[0] == '1' || digits[0] == '2') && luhn("80840"+digits)
}

// nhs tells whether a number is an NHS number of England, Wales and the Isle of Man: ten digits, modulus 11.
func nhs(digits string) bool {
	if len(digits) != 10 || !allDigits(digits) || strings.Count(digits, digits[:1]) == 10 {
		return false
	}
	sum := weigh(digits[:9], 10, 9, 8, 7, 6, 5, 4, 3, 2)
	check := (11 - sum%11) % 11
	return check < 10 && check == int(digits[9]-'0')
}

// social tells whether nine digits lie in the ranges of US social security or taxpayer numbers. Area numbers from 900
// are those of taxpayers without one, and of tests.
func social(digits string) bool {
	return len(digits) == 9 && allDigits(digits) && digits[:3] != "000" && digits[:3] != "666" && digits[3:5] != "00" && digits[5:] != "0000"
}

// bsn tells whether nine digits pass the Dutch citizen service number's eleven test.
func bsn(digits string) bool {
	return len(digits) == 9 && allDigits(digits) && digits != "000000000" && weigh(digits, 9, 8, 7, 6, 5, 4, 3, 2, -1)%11 == 0
}

// nir tells whether fifteen signs are a French social security number: key 97 minus the rest modulo 97. Corsica's 2A and 2B
// count as 19 and 18.
func nir(s string) bool {
	if len(s) != 15 || s[0] != '1' && s[0] != '2' {
		return false
	}
	s = strings.Replace(strings.Replace(s, "2A", "19", 1), "2B", "18", 1)
	if !allDigits(s) {
		return false
	}
	return 97-modulo(s[:13], 97) == modulo(s[13:], 97)
}

// iban tells whether a string is an international bank account number: ISO 13616, modulo 97 is 1.
func iban(s string) bool {
	if len(s) < 15 || len(s) > 34 || !isLetter(s[0]) || !isLetter(s[1]) || !isDigit(s[2]) || !isDigit(s[3]) {
		return false
	}
	rest := 0
	for _, c := range []byte(s[4:] + s[:4]) {
		if isDigit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest == 1
}

// vin tells whether seventeen signs are a vehicle identification number with the North American check digit.
func vin(s string) bool {
	if !vinShape(s) {
		return false
	}
	const letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
	const worth = "12345678123457923456789"
	weights := []int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}
	sum := 0
	for i := range len(s) {
		v := int(s[i] - '0')
		if k := strings.IndexByte(letters, s[i]); k >= 0 {
			v = int(worth[k] - '0')
		}
		sum += v * weights[i]
	}
	return s[8] == "0123456789X"[sum%11]
}

// vinShape tells whether a string has the form of a VIN: seventeen signs without I, O and Q, letters and digits both. Outside
// North America the ninth is no check digit.
func vinShape(s string) bool {
	return len(s) == 17 && !strings.ContainsAny(s, "IOQ") && strings.ContainsAny(s, "0123456789") && !allDigits(s)
}

// gtin tells whether a number carries GS1's check digit: 8, 12, 13 or 14 digits.
func gtin(digits string) bool {
	if !slices.Contains([]int{8, 12, 13, 14}, len(digits)) || !allDigits(digits) {
		return false
	}
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 3
		}
		sum += d
	}
	return sum%10 == 0
}

// dea tells whether a string is a US controlled-substance registration: two letters, seven digits with a check digit.
func dea(s string) bool {
	if len(s) != 9 || !isLetter(s[0]) || !isLetter(s[1]) && s[1] != '9' || !allDigits(s[2:]) {
		return false
	}
	d := func(i int) int { return int(s[i+1] - '0') }
	return (d(1)+d(3)+d(5)+2*(d(2)+d(4)+d(6)))%10 == d(7)
}

// mbi tells whether a string has the form of a Medicare beneficiary identifier (CMS): C A AN N A AN N A A N N, without
// the letters S, L, O, I, B and Z.
func mbi(s string) bool {
	if len(s) != 11 || s[0] == '0' || strings.ContainsAny(s, "SLOIBZ") {
		return false
	}
	for i, form := range "9AX9AX9AA99" {
		digit := isDigit(s[i])
		if form == '9' && !digit || form == 'A' && digit {
			return false
		}
	}
	return true
}

// nino tells whether a string is a UK national insurance number: prefix letters without those never given out, six digits, A to D.
func nino(s string) bool {
	return len(s) == 9 && isLetter(s[0]) && isLetter(s[1]) && !strings.ContainsAny(s[:1], "DFIQUV") && !strings.ContainsAny(s[1:2], "DFIQUVO") &&
		allDigits(s[2:8]) && s[8] >= 'A' && s[8] <= 'D'
}

// medicareAU tells whether ten or eleven digits are an Australian Medicare number: the ninth checks the first eight.
func medicareAU(digits string) bool {
	return (len(digits) == 10 || len(digits) == 11) && allDigits(digits) && digits[0] >= '2' && digits[0] <= '6' &&
		weigh(digits[:8], 1, 3, 7, 9, 1, 3, 7, 9)%10 == int(digits[8]-'0')
}

// The tables of Verhoeff's check (1969): multiplication in the dihedral group of order ten, and the permutation by place.
var (
	dihedral = [10]string{"0123456789", "1234067895", "2340178956", "3401289567", "4012395678", "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"}
	permuted = [8]string{"0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"}
)

// aadhaar tells whether twelve digits are an Indian Aadhaar number: the first not 0 or 1, Verhoeff's check.
func aadhaar(digits string) bool {
	if len(digits) != 12 || !allDigits(digits) || digits[0] < '2' {
		return false
	}
	c := byte('0')
	for i := range len(digits) {
		c = dihedral[c-'0'][permuted[i%8][digits[len(digits)-1-i]-'0']-'0']
	}
	return c == '0'
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// weigh sums digits times weights.
func weigh(digits string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return sum
}

func modulo(digits string, m int) int {
	rest := 0
	for i := range len(digits) {
		rest = (rest*10 + int(digits[i]-'0')) % m
	}
	return rest
}
