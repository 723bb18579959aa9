package deidentify

import (
	"sort"
	"strings"
)

// list names one list of words. The names of a data file's lists stand in listNamed.
type list uint8

const (
	listNone list = iota
	listGiven
	listFamily
	listEponym
	listToponym
	listDrug
	listTown
	listOrdinary // a word of the language
	listMonth
	listWeekday
	listTrait
	listHere
	listDayShort
	listDayBefore
	listDayAfter
	listPart
	listRelative
	listRepeated
	listHoliday
	listMonthBefore
	listDateBefore
	listBirth
	listBorn
	listAge
	listAgeOnly
	listOld
	listAged
	listNineties
	listTitle
	listKin
	listRole
	listField
	listSpoken
	listSpeech
	listBeing
	listBeingThen
	listParticle
	listSuffix
	listLabel
	listStreet
	listStreetWeak
	listStreetEnd
	listDwelling
	listHospital
	listHospitalBefore
	listHospitalProper
	listDepartment
	listWard
	listWardOrdinary
	listResidence
	listInside
	listWide
	listState
	listZip
	listPhone
	listFax
	listRecord
	listNational
	listPlan
	listAccount
	listLicence
	listVehicle
	listDevice
	listNetwork
	listHandle
	listSubject
	listBiometric
	listFace
	listFiller
	listMeasure
	listCount
	listSection
	listHotline
	listHead
	listClinical
	listPatient
	listTask
	listToward
	listTownBefore
	listTownLink
	listPerson
	listBelonging
	listTreating
	listKeep
)

var listNamed = map[string]list{
	"dayShort": listDayShort, "dayBefore": listDayBefore, "dayAfter": listDayAfter, "part": listPart, "relative": listRelative, "repeated": listRepeated, "holiday": listHoliday,
	"monthBefore": listMonthBefore, "dateBefore": listDateBefore, "birth": listBirth, "born": listBorn, "age": listAge, "ageOnly": listAgeOnly, "old": listOld, "aged": listAged,
	"nineties": listNineties, "title": listTitle, "kin": listKin, "role": listRole, "field": listField, "spoken": listSpoken,
	"speech": listSpeech, "being": listBeing, "beingThen": listBeingThen, "particle": listParticle, "suffix": listSuffix, "label": listLabel,
	"street": listStreet, "streetWeak": listStreetWeak, "streetEnd": listStreetEnd, "dwelling": listDwelling, "hospital": listHospital,
	"hospitalBefore": listHospitalBefore, "hospitalProper": listHospitalProper, "department": listDepartment, "ward": listWard, "wardOrdinary": listWardOrdinary, "residence": listResidence, "inside": listInside,
	"wide": listWide, "state": listState, "zip": listZip, "phone": listPhone, "fax": listFax, "record": listRecord, "national": listNational,
	"plan": listPlan, "account": listAccount, "licence": listLicence, "vehicle": listVehicle, "device": listDevice, "network": listNetwork,
	"handle": listHandle, "subject": listSubject, "biometric": listBiometric, "face": listFace, "filler": listFiller, "measure": listMeasure,
	"count": listCount, "section": listSection, "hotline": listHotline, "head": listHead, "clinical": listClinical, "patient": listPatient, "task": listTask, "toward": listToward, "townBefore": listTownBefore, "townLink": listTownLink, "person": listPerson, "belonging": listBelonging, "treating": listTreating, "keep": listKeep,
}

// setOf makes a set to ask with.
func setOf(ks ...list) lists {
	var l lists
	for _, k := range ks {
		l.add(k)
	}
	return l
}

// Sets that several rules ask for.
var (
	known   = setOf(listGiven, listFamily)
	proper  = setOf(listGiven, listFamily, listEponym, listToponym, listTown, listDrug, listWide)
	vocable = setOf(listOrdinary, listClinical, listHead, listDrug, listWide, listTitle, listKin, listRole, listField, listMonth, listWeekday, listHospital, listStreet, listLabel, listSpeech, listBeing, listAge, listMeasure, listRecord, listHospitalBefore)
)

// readWords reads the lists that are files of their own: names and terms do not depend on a note's language.
func readWords() map[list][]string {
	words := map[list][]string{}
	for k, name := range map[list]string{listGiven: "given", listFamily: "family", listEponym: "eponym"} {
		for _, entry := range fields(name + ".txt") {
			words[k] = append(words[k], parts(entry)...)
		}
	}
	words[listDrug] = fields("drug.txt")
	words[listToponym] = fields("toponym.txt")
	words[listTown] = fields("town.txt")
	return words
}

// fields returns the words of a file, without its comments.
func fields(name string) []string {
	raw, err := data.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	var words []string
	for row := range strings.Lines(string(raw)) {
		if strings.HasPrefix(row, "#") {
			continue
		}
		for _, word := range strings.Fields(row) {
			words = append(words, strings.ReplaceAll(word, "_", " "))
		}
	}
	return words
}

// parts cuts a double name. Its short parts are particles.
func parts(entry string) []string {
	if !strings.Contains(entry, "-") {
		return []string{entry}
	}
	var long []string
	for part := range strings.SplitSeq(entry, "-") {
		if len(part) > 3 {
			long = append(long, part)
		}
	}
	return long
}

// vocabulary is the sorted list of English words (SCOWL; its licence stands beside it), searched where it lies.
var vocabulary = func() string {
	raw, err := data.ReadFile("data/en.words.txt")
	if err != nil {
		panic(err)
	}
	return string(raw)
}()

// ordinary tells whether a folded word is a word of English.
func ordinary(word string) bool {
	if len(word) < 3 {
		return len(word) > 0 && strings.Contains(" a i am an as at be by do go he if in is it me my no of oh ok on or so to up us we ", " "+word+" ")
	}
	low := sort.Search(len(vocabulary), func(i int) bool { return wordAt(i) >= word })
	return low < len(vocabulary) && wordAt(low) == word
}

// wordAt returns the word that begins at or after byte i; the last byte of the vocabulary is a line break.
func wordAt(i int) string {
	if i > 0 && vocabulary[i-1] != '\n' {
		next := strings.IndexByte(vocabulary[i:], '\n')
		if next < 0 || i+next+1 >= len(vocabulary) {
			return "\xff"
		}
		i += next + 1
	}
	return vocabulary[i : i+strings.IndexByte(vocabulary[i:], '\n')]
}
