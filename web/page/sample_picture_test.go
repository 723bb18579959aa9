package page

// series is a case with many pictures, as its form has them.
func sampleSeries(count int) []Attachment {
	var list []Attachment
	for range count {
		list = append(list, Attachment{ID: "81", URL: "/media/81/small", Description: "Twelve-lead ECG with ST elevation in II, III and aVF",
			Caption: "On admission", Consented: true})
	}
	return list
}

func samplesPicture() map[string]View {
	shown := Picture{URL: "/media/a.png", Full: "/media/a.png", Description: "Twelve-lead ECG with ST elevation in II, III and aVF",
		Caption: "On admission, before thrombolysis", Width: 1920, Height: 1080}
	form := caseForm()
	form.Pictures = append(sampleSeries(2), Attachment{ID: "82", URL: "/media/82/small", Hidden: true})
	form.Problems = problems("picture_consent_3", "caption_1", "description_2")
	full := caseForm()
	full.Pictures = sampleSeries(10)
	reported := casePage()
	reported.Post.Withheld, reported.Post.May.Own = 2, true
	decided := casePage()
	decided.Post.Withheld, decided.Post.May = 2, member
	redaction := Redaction{URL: "/media/81/redact", Image: "/media/81/sketch", Width: 640, Height: 480, Return: "/posts/C4se"}
	wrong := redaction
	wrong.Posted, wrong.Description = true, shown.Description
	wrong.Areas = [][4]string{{"10", "12.5", "30", "8"}, {"101", "0", "", "3"}}
	wrong.Problems = problems("area_2", "")
	return map[string]View{
		"picture":           PictureView{Picture: shown, Title: "Fever and rising transaminases", Post: "/posts/C4se", Number: 2, Total: 5, Previous: "/p/1/picture/1", Next: "/p/1/picture/3", Redact: "/media/81/redact"},
		"picture-only":      PictureView{Picture: Picture{URL: "/media/b.png", Full: "/media/b.png"}, Post: "/p/2001", Number: 1, Total: 1},
		"redact":            redaction,
		"redact-problem":    wrong,
		"case-form-series":  form,
		"case-form-full":    full,
		"case-reported":     reported,
		"case-staff":        decided,
		"case-card-picture": Home{List: Posts{Posts: []Post{picturedCase()}}, Composer: composer()},
	}
}

func picturedCase() Post {
	p := casePost(CaseAnswered)
	p.Case.Pictures, p.Case.Picture = 3, &pictures(1)[0]
	return p
}
