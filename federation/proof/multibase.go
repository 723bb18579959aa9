package proof

import (
	"fmt"
	"strings"
)

// alphabet is base58btc: digits and letters without 0, O, I and l.
const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// base58 is the multibase prefix of base58btc.
const base58 = 'z'

// encodeMultibase writes bytes as multibase base58btc.
func encodeMultibase(data []byte) string {
	zeros := 0
	for zeros < len(data) && data[zeros] == 0 {
		zeros++
	}
	// 138/100 is log 256 / log 58, rounded up.
	digits := make([]byte, 0, len(data)*138/100+1)
	for _, b := range data[zeros:] {
		carry := int(b)
		for i := range digits {
			carry += int(digits[i]) << 8
			digits[i] = byte(carry % 58)
			carry /= 58
		}
		for ; carry > 0; carry /= 58 {
			digits = append(digits, byte(carry%58))
		}
	}
	text := make([]byte, 0, 1+zeros+len(digits))
	text = append(text, base58)
	for range zeros {
		text = append(text, alphabet[0]) // each leading zero byte is a leading 1
	}
	for i := len(digits) - 1; i >= 0; i-- {
		text = append(text, alphabet[digits[i]])
	}
	return string(text)
}

// decodeMultibase reads multibase base58btc. The work grows with the square of the
// length, so texts longer than limit characters are refused. Each sequence of bytes
// has one spelling only.
func decodeMultibase(text string, limit int) ([]byte, error) {
	if len(text) < 2 || len(text) > limit || text[0] != base58 {
		return nil, fmt.Errorf("%w: not multibase base58btc", ErrMalformed)
	}
	text = text[1:]
	zeros := 0
	for zeros < len(text) && text[zeros] == alphabet[0] {
		zeros++
	}
	reversed := make([]byte, 0, len(text))
	for i := zeros; i < len(text); i++ {
		carry := strings.IndexByte(alphabet, text[i])
		if carry < 0 {
			return nil, fmt.Errorf("%w: not multibase base58btc", ErrMalformed)
		}
		for j := range reversed {
			carry += int(reversed[j]) * 58
			reversed[j] = byte(carry)
			carry >>= 8
		}
		for ; carry > 0; carry >>= 8 {
			reversed = append(reversed, byte(carry))
		}
	}
	data := make([]byte, zeros, zeros+len(reversed))
	for i := len(reversed) - 1; i >= 0; i-- {
		data = append(data, reversed[i])
	}
	return data, nil
}
