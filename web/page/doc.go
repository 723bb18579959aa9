// Package page renders everything people see: the templates, the message
// catalogues, the static files, and the one place that turns a view into an
// answer.
//
// A handler fills the struct of a page, the view, and gives it to
// Renderer.Render with a Frame. Views are plain values; every sentence around
// them comes from the catalogues through the frame's Printer. A form that did
// not do is the same view again, with what was typed and its Problems.
//
// # Sentences
//
// catalogue/LANGUAGE/AREA.json holds the keys that begin with "AREA.". A
// sentence names its arguments in braces; {instance} is always there. A group
// with the key "other" and nothing but plural forms is one sentence, chosen by
// the argument count. Tests find keys that are missing, unused or differ
// between the languages, and text that stands in a template.
//
// # Addresses
//
// The contract between the pages and their handlers. {id} of /p/ is a decimal
// post id, of /a/ a decimal actor id; posts and people live at their own
// addresses, /p/ and /a/ are for members and for deeds. The fields of each form
// are in the comment of its view. A form of one button carries the field return
// (SafeReturn).
//
//	GET  /                                   Landing; members are sent to /home
//	GET  /about                              About
//	GET  /static/FINGERPRINT/NAME            Renderer.Static
//	GET  /manifest.webmanifest               Renderer.Manifest
//	GET  /sign-in, POST /sign-in, /sign-out  SignIn
//	GET  /sign-in/sso/{key}                  (no page: leads to the institution)
//	GET  /sign-in/sso/{key}/callback         SignOnProblem when it came to nothing
//	GET  /sign-in/sso/{key}/new, POST        SignOnNew
//	POST /sign-in/sso/{key}/link             (from SignOnNew)
//	GET  /settings/sign-on                   SettingsSignOn
//	POST /settings/sign-on/{id}/unlink       (from SettingsSignOn)
//	GET  /register, POST                     Register
//	GET  /set-up/{token}, POST               SetUp
//	GET  /password, POST                     ResetRequest
//	GET  /password/{token}, POST             ResetPassword
//	GET  /confirm/{token}, POST              Confirm
//	GET  /oauth/authorize, POST              Authorize, AuthorizeCode
//
//	GET  /@{name}, /@{name@host}             Profile, tab posts
//	GET  /@{name}/{cases,followers,following}Profile, the other tabs
//	GET  /@{name}/feed.atom                  (no page: Atom)
//	GET  /posts/{secret}, /p/{id}            Thread or Case
//	GET  /p/{id}/reply                       Compose
//	GET  /p/{id}/edit, POST                  Compose or CaseForm
//	GET  /p/{id}/history                     History
//	GET  /p/{id}/delete, POST                Delete
//	GET  /p/{id}/withdrawal                  Withdrawn
//	POST /p/{id}/code, /code/renew           PatientCode
//	GET  /withdraw, POST                     Withdraw, WithdrawSure, Withdrawn
//	GET  /p/{id}/report, POST                Report
//	GET  /a/{id}/report, POST                Report
//	POST /p/{id}/{like,unlike,boost,unboost,bookmark,unbookmark}
//	POST /p/{id}/{accept,solve,reopen}       of an answer; of a case
//	POST /a/{id}/{follow,unfollow,block,unblock,mute,unmute}
//	POST /a/{id}/{accept-follow,reject-follow}
//
//	GET  /home                               Home
//	GET  /bookmarks                          Bookmarks
//	GET  /compose[?to=HANDLE]                Compose
//	POST /posts                              Compose, also for replies
//	GET  /cases[?status=&specialty=]         Cases
//	GET  /cases/new, POST /cases             CaseForm, CasePreview
//	GET  /notifications, POST .../read       Notifications
//	GET  /directory                          Directory
//	GET  /a/{id}/referral, POST              Referral
//	GET  /requests                           Requests
//	GET  /search?q=                          Search
//	GET  /tags/{tag}                         Hashtag
//
//	GET  /verification                       Application, or the next step
//	GET  /verification/work, POST            ApplicationWork
//	GET  /verification/entry, POST           ApplicationEntry
//	GET  /verification/proof                 ApplicationProof
//	POST /verification/letter, /verification/documents, .../documents/{id}/remove
//	GET  /verification/check, POST .../send  ApplicationCheck
//	POST /verification/{answer,appeal,withdraw}
//	GET  /verification/mail/{token}, POST    ApplicationLink, ApplicationLinkFailed
//	POST /verification/hint                  of Home
//
//	GET  /settings/profile, POST             SettingsProfile
//	GET  /settings/account                   SettingsAccount
//	POST /settings/email, /settings/password, /settings/leave SettingsAccount
//	POST /settings/credential                Profile, the holder's own
//	GET  /settings/sessions                  SettingsSessions
//	POST /settings/sessions/{id}/end, /settings/sessions/end-others
//	GET  /settings/appearance, POST          SettingsAppearance
//	GET  /settings/invitations, POST         SettingsInvitations
//	POST /settings/invitations/{code}/revoke
//	GET  /settings/apps                      SettingsApps
//	POST /settings/apps/{id}/revoke
//	GET  /settings/servers, POST             SettingsDomains
//	POST /settings/servers/{host}/remove
//	GET  /severed                            Severed
//	GET  /severed/{id}/{following,followers}.csv
//	GET  /settings/export, POST              SettingsExport; a ZIP file
//	POST /settings/export/archive, GET /settings/export/NAME.csv
//	GET  /settings/import, POST              SettingsImport
//	GET  /settings/import/{id}               SettingsImportFile
//	POST /settings/import/{id}/confirm, /settings/import/{id}/remove
//	GET  /settings/import/{id}/failures.csv
//	GET  /settings/move, POST                SettingsMove
//	POST /settings/move/back, /settings/move/aliases, /settings/move/aliases/remove
//	GET  /settings/departure, POST           SettingsDeparture
//	POST /settings/departure/cases/{id}, /settings/departure/cases/{id}/withdraw
//	GET  /cases/handed-over                  HandedOver
//	POST /cases/handed-over/{id}/{accept,decline}
//
//	GET  /desk/accounts?state=&q=            DeskAccounts
//	GET  /desk/accounts/{id}                 DeskAccount
//	POST /desk/accounts/{id}/{approve,reject,suspend,unsuspend,depart,stay,role,reset-password}
//	GET  /desk/reports?state=                DeskReports
//	GET  /desk/reports/{id}                  DeskReport
//	POST /desk/reports/{id}/{take,close,reopen}, /desk/reports/{id}/remove/{post}
//	GET  /desk/domains, POST                 DeskDomains
//	GET  /desk/domains/{host}                DeskDomain
//	POST /desk/domains/{host}/remove, /desk/domains/public
//	GET  /desk/domains/export.{csv,txt,json}
//	GET  /desk/domains/import, POST          DeskDomainImport
//	GET  /desk/domains/imports/{id}          DeskDomainPreview
//	POST /desk/domains/imports/{id}/{apply,drop}
//	GET  /desk/domains/subscriptions, POST   DeskSubscriptions
//	POST /desk/domains/subscriptions/{id}/{end,read}
//	GET  /desk/domains/drafts, POST          DeskDomainDrafts
//	GET  /desk/institutions, POST            DeskInstitutions
//	POST /desk/institutions/{domain}/remove
//	GET  /desk/trust, POST                   DeskTrust
//	GET  /desk/invitations, POST             DeskInvitations
//	POST /desk/invitations/{code}/revoke
//	GET  /desk/instance, POST                DeskInstance
//	GET  /desk/emoji, POST                   DeskEmoji
//	POST /desk/emoji/{id}/remove
package page
