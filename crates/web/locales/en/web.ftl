# Frame
product = Công Vụ
skip = Skip to the content
banner-label = Please note
alert-label = Planned stop of the service
language = Language
main-nav = Main sections
crumbs = Where you are
sign-in = Sign in
sign-out = Sign out
signed-in-as = Signed in as
foot-line = Công Vụ is free software. Everything done here names the law it rests on.

# General
optional = (optional)
choose = Choose one
yes = Yes
no = No
search = Search
save = Save
continue = Continue
back = Back
send = Send
change = Change
not-given = Not given
error-word = Error:
pages = Pages of results
pages-prev = Previous page
pages-next = Next page
pages-where = Page { $n } of { $last }
table-empty = There is nothing here.

# Law
chip-law = Legal basis:
chip-missing = Consulted, does not give the power:

# Time
clock-used = { $n } of { $total } { $unit } used
clock-left = { $n } { $unit } left
clock-today = Due today
clock-overdue = { $n } { $unit } overdue
clock-stopped = Clock stopped
clock-stopped-since = Stopped since { $date }:
clock-done-in-time = Done in time
clock-done-late = Done { $n } { $unit } late
clock-due = Due:
unit-working-day = { $n ->
    [one] working day
   *[other] working days
  }
unit-working-hour = { $n ->
    [one] working hour
   *[other] working hours
  }
unit-day = { $n ->
    [one] day
   *[other] days
  }
unit-hour = { $n ->
    [one] hour
   *[other] hours
  }
clock-how = How is this counted?
clock-counted = counted
clock-not-counted = not counted

# Progress
step-done = done
step-now = under way
step-next = to come

# Files
files-none = No files yet.
upload-limits = We accept { $kinds }, up to { $size } each.
upload-too-large = too large, please choose a smaller file.
upload-progress = Sending files
upload-cut = The connection was lost. What was sent is kept; press again to send the rest.

# Acts
acts-title = What can be done
acts-not-you = (not by you at present)
acts-who-may = Who may:
keys-title = Keys
keys-move = one line down, one line up
keys-open = open the line
keys-act = choose an act by its number
keys-search = go to the search box
keys-help = show or hide this list
keys-off = Switch the keys off

# Refusals
refusal-title = This cannot be done: { $act }
refusal-who = Asked by: { $who }
refusal-missing = Why not
refusal-consulted = Law consulted
refusal-may = Who may do it
refusal-may-none = Nobody is entrusted with this at present. Please tell the head of the department.

# Verification
answer-valid = Valid
answer-valid-more = We issued this document and it has not been altered.
answer-changed = Altered
answer-changed-more = What you have differs from what we issued. Please do not rely on it.
answer-expired = Expired
answer-expired-more = We issued this document, but its time has run out.
answer-revoked = Revoked
answer-revoked-more = We issued this document, but it has been taken back.
answer-not-ours = Not issued by us
answer-not-ours-more = We have no such document. Check the number again, or ask whoever gave it to you.

# Errors in forms
error-summary = { $n ->
    [one] One thing needs another look
   *[other] { $n } things need another look
  }
form-required = Fill in “{ $label }”.
form-required-choice = Choose “{ $label }”.
form-must-agree = Tick “{ $label }” to go on.
form-min-length = “{ $label }” needs at least { $n } characters.
form-max-length = “{ $label }” may have at most { $n } characters. Please shorten it.
form-pattern = “{ $label }” does not have the right form. See the help above the field.
form-email = Enter a full e-mail address, such as name@office.vn.
form-phone = Enter a phone number of 9 to 15 digits, such as 0912 345 678.
form-date = Enter the date as day/month/year, such as 21/11/2026.
form-url = Enter the full web address, such as https://www.office.vn.
form-format = “{ $label }” does not have the right form. See the help above the field.
form-enum = Choose one of the options for “{ $label }”.
form-number = “{ $label }” must be a number.
form-integer = “{ $label }” must be a whole number.
form-minimum = “{ $label }” must be { $n } or more.
form-maximum = “{ $label }” must be { $n } or less.
form-more-than = “{ $label }” must be more than { $n }.
form-less-than = “{ $label }” must be less than { $n }.
form-multiple-of = “{ $label }” must be a multiple of { $n }.
form-min-items = Give at least { $n } for “{ $label }”.
form-max-items = Give at most { $n } for “{ $label }”.
form-unique-items = “{ $label }” lists something twice. Please remove one.
form-other = Please look at “{ $label }” again.
form-one-per-line = One on each line.

# Error pages
error-not-found = We cannot find this page
error-not-found-more = The address may be mistyped, or the page may have moved. Go back to the start page or search.
error-sign-in = Please sign in
error-sign-in-more = You need to sign in to see this page.
error-refused = This cannot be done
error-conflict = Someone else has just changed this case
error-conflict-more = What you did has not been saved. Open the case again, see what changed, then carry on.
error-conflict-changes = What changed
error-too-large = The file or form is too large
error-too-large-more = You can send at most { $size } at a time. Choose a smaller file, or send in parts.
error-too-many = Too many attempts
error-too-many-more = Try again in { $wait }.
error-bad-form = We could not read the form
error-bad-form-more = Please go back and send it again.
error-stale-form = This page was open for too long
error-stale-form-more = To keep you safe, the form can no longer be sent. Go back, reload the page and send it again.
error-method = This page cannot be used like that
error-method-more = Please go back and use the buttons on the page.
error-kind = We cannot take this kind of data
error-kind-more = Please send the kind that the page asks for.
error-timeout = This took too long
error-timeout-more = Your request may not have been carried out. Reload the page to see, then try again.
error-not-sealed = The document is being signed
error-not-sealed-more = It is not issued yet. The system is signing it and tries again by itself; please open it again in a few minutes.
error-unavailable = The system is busy
error-unavailable-more = Please try again in a few minutes.
error-fault = Something went wrong on our side
error-fault-more = This is our fault, not yours. Please try again in a few minutes. If it still fails, tell us the code below.
error-reference = Reference: { $id }
error-home = Go to the start page
