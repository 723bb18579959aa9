package deidentify

// vagueDate finds dates that need a word beside them: "on 3/14", "in March", "last Tuesday", "Boxing Day".
func (n *note) vagueDate(i int) (last int, w moment, sure float64) {
	t := n.tokens[i]
	switch {
	case t.shape == number:
		return n.shortDate(i)
	case t.shape == word && n.month(i) > 0:
		return n.bareMonth(i)
	case t.shape != word:
	case n.begins[i].has(listHoliday) || t.is.has(listHoliday):
		return n.holiday(i)
	case t.is.has(listRelative) && (n.begins[min(i+1, len(n.begins)-1)].has(listHoliday) || n.at(i+1).is.has(listHoliday)):
		return n.holiday(i + 1)
	case t.is.any(setOf(listWeekday, listDayShort)):
		return n.weekday(i, i)
	case t.is.has(listDayBefore) && n.at(i+1).is.any(setOf(listWeekday, listDayShort)) && n.at(i+1).gap != paragraph && !n.endsAt(i-1).has(listRepeated):
		if t.is.has(listRelative) {
			return n.weekday(i, i+1)
		}
	case t.is.has(listRelative) && n.at(i+1).is.has(listRelative) && n.at(i+2).is.has(listWeekday):
		return n.weekday(i, i+2)
	}
	return i, w, 0
}

// shortDate reads 3/14 and 14.3. where a word before says that it is a date and nothing after says that it is a ratio.
func (n *note) shortDate(i int) (last int, w moment, sure float64) {
	sep := n.at(i + 1).sign
	if sep != '/' && (sep != '.' || n.rules.Language == base) || n.at(i+1).gap != joined || n.at(i+2).gap != joined || n.at(i+2).shape != number {
		return i, w, 0
	}
	a, b := n.at(i).fold, n.at(i+2).fold
	after := n.at(i + 3)
	if len(a) > 2 || len(b) > 2 || after.gap == joined && (after.sign == '/' || after.sign == '%' || after.shape != sign && i+3 < len(n.tokens)) {
		return i, w, 0
	}
	w = n.order(atoi(a), atoi(b))
	if !w.valid() || !n.dateCued(i) || after.shape == word && (after.is.any(setOf(listMeasure, listHead)) || after.fold == "ago" || after.fold == "later") {
		return i, moment{}, 0
	}
	return i + 2, w, 0.75
}

// dateCued tells whether the words before token i ask for a date. "in 6/12" and "for 5/7" are months and days, not dates.
func (n *note) dateCued(i int) bool {
	return n.endsAt(i-1).has(listDateBefore) || n.at(i-1).sign == ':' && n.endsAt(i-2).has(listDateBefore)
}

// bareMonth reads "in March", "since early May".
func (n *note) bareMonth(i int) (last int, w moment, sure float64) {
	t := n.tokens[i]
	if n.clinicalMonth(i) || len(t.fold) < 3 || !n.endsAt(i-1).has(listMonthBefore) && n.at(i-1).sign != '-' {
		return i, w, 0
	}
	if (t.fold == "may" || t.fold == "march" || t.fold == "mar" || t.fold == "dec" || t.fold == "jan") && !t.title {
		return i, w, 0
	}
	if n.at(i-1).sign == '-' && !n.endsAt(i-2).has(listMonthBefore) {
		return i, w, 0
	}
	return i, moment{month: n.month(i), again: true}, 0.7
}

// holiday reads feasts. "Christmas disease" is none.
func (n *note) holiday(i int) (last int, w moment, sure float64) {
	last = n.entryEnd(i, listHoliday)
	if last == i && !n.tokens[i].is.has(listHoliday) {
		return i, w, 0
	}
	if n.at(last+1).is.has(listHead) || !n.tokens[i].title && !n.whispering && !n.shouting {
		return i, w, 0
	}
	return last, moment{again: true}, 0.7
}

// weekday reads "Tuesday", "last Tuesday", "Friday night". Not "every Monday", and no short form without a word before.
func (n *note) weekday(first, i int) (last int, w moment, sure float64) {
	t := n.tokens[i]
	short := t.is.has(listDayShort)
	switch {
	case n.endsAt(first - 1).has(listRepeated), n.endsAt(first-1).any(setOf(listDayBefore)) && n.endsAt(first-2).has(listRepeated):
		return i, w, 0
	case short && first == i && !n.endsAt(i-1).has(listDayBefore) || short && !t.title:
		return i, w, 0
	case !t.title && !n.whispering && !n.shouting && first == i && !n.endsAt(i-1).has(listDayBefore):
		return i, w, 0
	}
	last = i
	if n.at(i+1).is.has(listDayAfter) && n.at(i+1).gap <= line {
		last = i + 1
	}
	return last, moment{again: true}, 0.7
}
