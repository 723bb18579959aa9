package credential

import (
	"slices"
	"strings"
)

// givenNames are well-known given names and what people are called instead, one
// person's name a line; a word may be short for several. A name stands alone where
// another of the list differs from it in a letter or two.
const givenNames = `
adrian adriano
adriana adrienne
ahmed ahmad ahmet
albert al bert alberto
alexander alexandre aleksandr oleksandr alejandro alessandro alex alec sandy sasha xander
alexandra alejandra alessandra alex sandra sandy sasha lexi
alfred alf fred alfredo
allan alan allen al
alice alicia ali
amanda mandy
andrew andreas andre andrei andrej andrey andres andy drew
andrea andi
angela angelika angie
angelo
ann anna anne annie hannah hanna nan
anthony anton antonio antoine tony toni
antonia antoinette toni
arthur art arturo
augustin augustine gus
barbara barb babs
beatrice beatrix bea
benjamin ben benny
bernard bernd bernhard bernie
bernadette bernie
bridget brigitte birgit gitta
bruno
carl karl carlo carlos
carla karla
carol carole carrie
caroline carolin carolina karoline carrie caro
catherine katherine katharina kathrin catarina ekaterina kathleen kate katie kathy cathy kat kit katja
cecilia cecile
charles carlos karl charlie chuck chas
charlotte lotte charlie
christian
christine christina christiane kristin kristina chris chrissie tina
christopher christoph cristobal chris kit topher
claire clara klara
claudia
claudio claude claus klaus
constance connie
constantin constantine konstantin
cornelia nelly
cornelius
daniel dan danny
danielle daniela dani
david dave davey
deborah debra deb debbie
dennis denis
denise
dominic dominik domingo dom
dominique
donald don donny
dorothy dorothea dot dottie
douglas doug
edward eduard eduardo ed eddie ted ned
eleanor elena ellen helen helena helene nell nora ellie
elizabeth elisabeth elisabet isabel isabella isabelle elsbeth liz lizzie beth betty eliza lisa liesl sissi
emil emilio
emily emilia emma em
eric erik erich
erica erika
ernest ernst ernesto
esther hester
eugene eugen gene
fabian fabio
fabienne fabiana
ferdinand fernando
fernanda
florence flo
florian
frances francesca francisca franziska fran franny
francis francisco francesco franz frank francois paco
frederick friedrich frederic federico fred freddy fritz rick
frederica friederike
gabriel gabe
gabriele gabriela gabriella gabrielle gabi gaby
george georg georges jorge giorgio yuri
georgia georgina
gerald gerard gerhard gerry jerry
gertrude gertrud trudy
gregory gregor greg
gustav gustavo gus
hans johannes
harold harald harry hal
harriet henrietta hattie
heinrich henry henri hendrik henrik enrique harry hank heinz
herbert bert herb
howard howie
hubert bert
hugo hugh huw
ibrahim abraham abe
ignatius ignacio nacho
ilse
irene irena irina
isaac isaak ike
ivan
jack john
jacob jakob jake
james jaime jim jimmy jamie
jane janet jean jeanne joan joanna johanna jo
jacqueline jackie
jasmin jasmine yasmin
jeffrey geoffrey jeff geoff
jennifer jenny jen
jeremy jeremiah jerry
jerome jerry
jessica jess jessie
john jon johann johannes juan jan ian ivan giovanni sean shaun jean johnny hans
jonathan jon johnny nathan
joseph josef jose giuseppe yusuf joe joey
josephine josefa josie jo
joshua josh
judith judy
julian julien
juliana juliane
julia julie jules
julius julio jules
justin
justine
karen karin
kenneth ken kenny
kevin kev
kimberly kim kimberley
konrad conrad
larissa
lawrence laurence lorenz lorenzo laurent larry lars
laura laurie lora
leo leon
leonard leonardo leonhard leo len lenny
leonie leonor leonora
leopold leo
lewis louis luis ludwig luigi lou louie
linda lynda lindy
louise luisa lou
lucas lukas luke luca
lucy lucia lucie luzia
magdalena madeleine madeline magda lena maddie
manuel emanuel emmanuel manny manolo
manuela emanuela
marcel marcello
marcia
marc mark markus marcus marco marek
margaret margarete margarita marguerite maggie meg peggy greta gretchen rita margot madge
maria marie mary mariam miriam maryam marija molly polly mia mitzi
marian mariano
mariana marianne
marion
mario
martha marta
martin martino marty
martina tina
mathilda mathilde tilda
matthew matthias mathias mateo matteo matt
matthis
maurice moritz mauricio
maximilian max maxim
melanie mel
melissa mel missy
mohammed muhammad mohammad mohamed mohamad muhammed mehmet mo
michael michel miguel mikhail mihail micha mike mick mickey
michelle michele
michaela mikaela
monica monika
nancy
natalie natalia natasha
nathan nathaniel nat nate
nicholas nicolas nikolaus nikolai niklas nicolaus nick nico klaus
nicole nicola nicoletta nicky
oliver olivier ollie
olivia liv
oscar oskar
pamela pam
patricia pat patty trish tricia
patrick patrik pat paddy
paul pablo paolo pavel
paula pauline paulina
peter pedro pierre pieter piotr petr pete
petra
philip phillip philipp philippe phil pip felipe
philippa pippa
rachel raquel
raphael rafael rafe
raphaela rafaela
raymond ray
rebecca rebekka becky
regina gina
renate renata
rene
reinhard
ricarda
richard ricardo rick ricky rich dick
robert roberto rob robbie bob bobby bert
roberta bobbie
roderick rod rory
roger rodger rog
roland rolando
ronald ron ronnie
rosalind rosalie
rose rosa rosie
rosemary rosemarie rosie
rudolf rudolph rolf rudi
russell russ
samantha sam
samuel samuele sam sammy
sarah sara sally sadie
sebastian sebastien bastian seb
sergei sergey sergio serge
sharon shari
sigmund siegmund
silvia sylvia sylvie
simon simeon
simone
sofia sofie sophia sophie
solomon sol
stanley stan
stella
stephan stephen steven stefan stefano esteban etienne steve
stephanie stefanie steffi steph
susan susanne susanna suzanne sue susie suzy
terence terry
teresa theresa therese terry tess resi
theodor theodore teodoro theo ted teddy
thomas tomas tommaso tom tommy
timothy tim timmy
tobias toby
ulrich uli
ulrike uli
ursula uschi
valentin
valentina
valerie valeria val
vanessa
veronica veronika vera
victor viktor vittorio vic
victoria viktoria vicky tori
vincent vincenzo vince
virginia ginny
walter walt wally
wilhelmina mina
william wilhelm guillermo guillaume willem will willy willie bill billy liam
yvonne
zachary zach zack
`

var givenIndex = indexGiven()

func indexGiven() map[string][]int {
	index := make(map[string][]int)
	for i, line := range strings.Split(strings.TrimSpace(givenNames), "\n") {
		for name := range strings.FieldsSeq(line) {
			index[name] = append(index[name], i)
		}
	}
	return index
}

// sameGiven compares two well-known given names: 1 when people use one for the
// other, 0 when they are two names. It knows nothing when one is not in the list.
func sameGiven(a, b string) (score float64, known bool) {
	first, second := givenIndex[a], givenIndex[b]
	if first == nil || second == nil {
		return 0, false
	}
	if slices.ContainsFunc(first, func(group int) bool { return slices.Contains(second, group) }) {
		return 1, true
	}
	return 0, true
}
