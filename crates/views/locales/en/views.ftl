# Frame
views-nav-start = Start
views-nav-procedures = Procedures
views-nav-about = About
views-nav-help = Help
views-nav-sitemap = Site map
views-nav-terms = Terms of use
views-nav-find = Find a procedure
views-nav-papers = My papers
views-contact-address = Address
views-contact-telephone = Telephone
views-contact-email = E-mail
views-contact-hotline = Hotline
views-contact-responsible = Answers for the site
views-contact-operator = Runs the system
views-contact-blank = not published
views-contact-demo = (sample)
views-contact-unverified = (not yet checked against a source)
views-nav-cases = Follow a case
views-nav-registers = Public registers
views-nav-verify = Check a document
views-nav-packs = Packs
views-nav-portal = Other portals
views-nav-decision = Founding decision
views-nav-departments = All departments
views-nav-desk = My desk
views-nav-inbox = Inbox
views-nav-calendar = Calendar
views-nav-search = Find a case
views-nav-delegation = Delegation

# Clauses
views-decision-numbered = Decision { $number }
views-decision-of = founding decision of { $issuer }
views-chip-title = { $place }, { $decision }, as in force on { $date }
views-chip-title-undated = { $place }, { $decision }

# Lengths of time
views-limit-hour = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
views-limit-same-day = the same working day
views-limit-working-hour = { $n ->
    [one] { $n } working hour
   *[other] { $n } working hours
}
views-limit-day = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
views-limit-working-day = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
views-limit-month = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
views-limit-year = { $n ->
    [one] { $n } year
   *[other] { $n } years
}
views-unit-hour = hours
views-unit-working-hour = working hours
views-unit-day = days
views-unit-working-day = working days

# The count
views-stopped-unsaid = no reason was recorded
views-stopped-supplement = waiting for what you were asked to send
views-why-day-of-receipt = the day of receipt; counting begins on the next day
views-why-received-later = it came at { $at }, outside office hours, and counts as received at { $from }
views-why-counted = number { $n } of the { $unit }
views-why-counted-hours = { $hours } h { $minutes } min counted so far
views-why-weekly-rest = weekly rest day
views-why-holiday = public holiday: { $name }
views-why-compensatory-rest = day given back for { $name } (it fell on { $date })
views-why-swapped-rest = off in exchange for { $date }, by { $document }
views-why-swapped-work = worked in exchange for { $date }, by { $document }
views-why-stood-still = standing still since { $date }: { $reason }
views-why-stopped = stopped at { $at }: { $reason }
views-why-resumed = goes on from { $at }
views-why-restarted = starts anew from { $at }
views-why-extended-by = { $limit } more: { $reason }
views-why-extended-until = new due date { $date }: { $reason }
views-why-ended = ended at { $at }
views-why-last-day = the last day
views-why-last-day-moves = it would have ended on { $date }, a rest day, so it ends on the next working day
views-why-no-office-hours = no office hours left on this day
views-why-past-due = past due
views-why-provisional = holidays for this day have not been announced yet
views-why-left-out = { $n } more days are not shown

# Who has it
views-turn-applicant = The applicant
views-turn-system = The system
views-turn-department = The department
views-turn-leadership = The department's leadership
views-turn-head = Head of { $unit }
views-seat = { $title }, { $unit }

# Papers
views-papers-none = There are no papers yet.
views-in-log = No. { $n } in the public record
views-paper = Paper
views-paper-numbered = { $name } no. { $number }

# Why it is not permitted
views-missing-no-power = No clause gives the power to do this.
views-missing-forbidden = { $clause } forbids it.
views-missing-unknown-act = The table of powers does not know this act.
views-missing-unknown-position = The department has no position “{ $position }”.
views-missing-unknown-duty = The founding decision has no duty “{ $duty }”.
views-missing-unknown-unit = The department has no unit “{ $unit }”.
views-missing-not-in-force = “{ $what }” is not in force at this time.
views-missing-appointment-ended = The appointment to this position ended at { $at }.
views-missing-appointment-begins = The appointment begins only at { $at }.
views-missing-not-appointed = This person is not appointed to this position.
views-missing-delegation-ended = The delegation ended at { $at }.
views-missing-delegation-begins = The delegation begins only at { $at }.
views-missing-out-of-scope = The delegation does not cover this.
views-missing-void-delegation = The delegation is void. { $because }
views-missing-not-delegated = Nothing hands this over in the form { $form }.
views-missing-incomplete = The delegation must state: { $what }.
views-missing-backdated = It would begin at { $at }, before it is made.
views-missing-assigned-other = The case is assigned to { $position }.
views-missing-not-assigned = The case is not assigned to anyone.
views-missing-not-in-field = Duty { $duty } is not among the fields of this position.
views-missing-not-party = This is not your case.
views-missing-wrong-unit = This belongs to { $unit }.
views-missing-not-turn = This step belongs to: { $holder }.
views-missing-limit-reached = { $clause } allows { $limit }, and there are { $held } already.
views-missing-position-held-until = The position is held until { $at }.
views-missing-position-held = The position is held by somebody.
views-missing-other-holder = This power belongs to { $holders }.
views-missing-other-target = This power is only over { $targets }.
views-missing-other-duty = This power is for other duties.
views-missing-silent = The founding decision says nothing about “{ $key }”.
views-missing-over-limit = “{ $fact }” must be known and at most { $limit }.
views-missing-over-fine = The bracket of the act goes up to { $value } (for an organisation); this position may fine up to { $limit }. The file goes to whoever may fine more.
views-missing-no-amount = No text gives this position a power to fine that act on this day.

# Why it is not its turn
views-not-now-unknown-act = Cases of this kind have no act “{ $act }”.
views-not-now-wrong-state = “{ $act }” is not possible while the case is “{ $state }”. It is possible in: { $possible }.
views-not-now-too-often = “{ $act }” is possible { $max } time(s) at most and has been done.
views-not-now-not-yet = “{ $act }” is not possible yet: “{ $after }” comes first.
views-not-now-replaced = “{ $act }” is no longer done since a form has taken its place; please choose the act beside it.
views-not-now-no-form-yet = “{ $act }” needs a form that is in force only from { $date }.
views-not-now-no-form = “{ $act }” needs a form that is not in force.
views-not-now-files = At most { $max } files may be sent with it.
views-not-now-part = Still missing: { $name }. Please upload it.
views-not-now-no-subject = No licence in force matches the licence number and the business number you gave. Please check number, date and business number as on the licence.
views-not-now-not-in-force = No rules for this procedure are in force at present, so it takes no applications.
views-not-now-register = The register does not take this change, for instance because the licence was extended as often as allowed.
views-not-now-clock = The new due date must be after the old one.
views-not-now-full = The case has { $max } acts, the most there may be.
views-fault-required = Please fill in “{ $label }”.
views-fault-unknown = There is no “{ $label }” here.
views-fault-too-long = “{ $label }” is too long. Please shorten it.
views-fault-incomplete = “{ $label }”: the scan has other pages than the paper, and no reason is given.
views-fault-not-a-choice = Please choose one of the values for “{ $label }”.
views-fault-not-a-date = “{ $label }” must be a date, for instance 21/11/2026.
views-fault-not-a-moment = “{ $label }” must be a date and time.
views-fault-not-a-limit = “{ $label }” must be a length of time, for instance 5 working days.
views-fault-not-a-position = Please choose one of the positions for “{ $label }”.
views-fault-too-many = “{ $label }” has too many items.
views-fault-term-over = { $label }: the days named in the application are over; it can no longer be granted.
views-fault-too-soon = “{ $label }” is too soon: it must be announced more working days before.
views-fault-too-far = “{ $label }” is too far away.
views-fault-not-later = “{ $label }” must be later than now and than what came before.
views-fault-unanswered = A body has not answered yet. Silence is not taken for consent: please wait, or give the ground in “{ $label }”.
views-fault-asked-already = This body was asked and has not answered. Please check “{ $label }”.
views-fault-wrong = Please check “{ $label }”.
views-changed = The case is now at version { $version }.
views-key-reused = This request has the same key as another one. Please reload the page and send it again.
views-nav-feedback = Feedback
views-nav-overview = Overview

## Files
views-file-empty = The file is empty (0 bytes). Please check and choose another.
views-file-large = The file is larger than { $size }. Scan it with fewer dots an inch, or divide it.
views-file-kind = { $kind } files are not taken here.
views-file-unknown = This kind of file is not known. Please send PDF, JPG or PNG.
views-file-name = The content is { $kind }, but the name says something else. Please give the file its right ending.
views-file-two = There is another file inside this one. Please save it anew (print it to PDF) and send that.
views-file-bomb = The file unpacks to more than can be taken. Please print it to PDF.
views-file-locked = The PDF is locked or has a password. Please save it without.
views-file-pages = The file has { $pages } pages; at most { $max } can be taken. Please divide it.
views-file-picture = A picture of { $width } × { $height } pixels is too large. Please scan with 200–300 dots an inch.
views-file-heic = HEIC photographs cannot be read here. Choose the photograph on the telephone itself (it then sends JPG), or save it as JPG.
views-file-macros = The document holds macros. Please save it as PDF.
views-file-damaged = The file cannot be read. Please open it, save it anew and send that.
views-file-active = The file holds { $what }. Please print it to PDF and send that.
views-file-script = a script that runs by itself
views-file-launch = a command that starts another program
views-file-attachment = another file inside
views-file-form = a form that runs by itself
views-file-gone = What was sent of the file is gone. Please choose the file again.

## Channels
views-channel = Came in
views-channel-online = online
views-channel-portal = through the national portal
views-channel-counter = at the counter
views-channel-post = by post
views-channel-office = from the office itself

# Notices
views-nav-notices = Notices
views-nav-notices-unread = Notices ({ $n })
views-channel-in-app = Here
views-channel-email = E-mail
views-channel-sms = Text message
views-channel-zalo = Zalo
views-sending-queued = waiting to be sent
views-sending-sending = being sent
views-sending-sent = sent
views-sending-delivered = delivered
views-sending-failed = could not be sent
views-sending-off = not sent: the channel is not set up
views-sending-read = read
views-sending-unread = unread
views-sending-sent-at = sent at { $at }
views-sending-delivered-at = delivered at { $at }
views-sending-waits = goes out from { $at }
views-sending-attempts = try number { $n }
views-sending-unsure = may have arrived more than once
views-sending-not-wanted = the recipient has not chosen this channel
views-sending-no-address = no address that can be used
views-sending-code = answer: { $code }
views-sendings-none = Nothing has been sent yet.

# The law that governs a case
views-law-title = Which law governs this case
views-law-filed = It was filed on { $filed }, so it follows the rules that apply from { $from }.
views-law-rests = The texts that apply to it:
views-law-kept = New rules began on { $new } ({ $texts }). The case keeps the rules that apply from { $governs }; its due date does not change.
views-law-moved = New rules began on { $new } ({ $texts }). The case moved to them; its due date does not change.
views-law-moved-from-filing = New rules began on { $new } ({ $texts }). The case moved to them; the new limit counts from the filing.
views-law-moved-anew = New rules began on { $new } ({ $texts }). The case moved to them; the new limit counts from that moment.
views-law-why-stays = A running case keeps the law of its filing day.
views-law-why-moves = The new rules apply to running cases too.
views-law-why-favours-new = A case follows whichever rules favour the applicant: the new ones do.
views-law-why-favours-before = A case follows whichever rules favour the applicant: the new ones are not better.
views-law-ground = Why:
views-law-no-ground = No provision has been read and checked yet that could be cited here.
views-law-fact-limit = Time allowed
views-law-fact-fee = Fee
views-law-fact-term = Term of the paper
views-law-fact-dossier = Papers that must be sent
views-law-unknown = not verified
views-law-compared = { $fact }: { $before } before, { $new } now; { $better }.
views-law-better-new = the new rule is better
views-law-better-before = the earlier rule is better
views-law-better-none = neither is better
views-law-unverified = not verified
views-law-source = Source: { $source }
views-not-now-law-settled = The law that governs the case is settled; no new rules have begun since.

views-not-now-no-charge = Nothing is to be paid for this case.
views-not-now-unpaid = { $act } is possible once the fee is paid. { $owed } are still owed.
views-not-now-too-much = The most at this step is { $most }.
views-not-now-known-payment = The transaction { $reference } was recorded before; it is not recorded twice.
views-fault-not-money = { $label }: give whole đồng, for instance 750,000.

views-fee = Fee
views-fee-state = State
views-fee-due = Not paid
views-fee-partly = Partly paid
views-fee-paid = Paid
views-fee-over = Paid too much
views-fee-refunded = Given back
views-fee-waived = Waived
views-fee-dropped = Nothing to pay
views-fee-amount = Amount
views-fee-for = For
views-fee-held = Paid so far
views-fee-returned = Given back
views-fee-owed = Still to pay
views-fee-excess = Too much, to be given back
views-fee-when = When to pay
views-fee-when-filing = With the application
views-fee-when-result = When the result is collected
views-fee-waived-why = Why it is waived
views-fee-how = How to pay
views-fee-counter = Pay in cash or by card at the one-stop desk, or by bank transfer as follows.
views-fee-scan = Open your banking app and scan this VietQR code. Amount and purpose are filled in; there is nothing to type.
views-fee-qr = VietQR code: { $amount } for case { $code }
views-fee-copy = Or type it in
views-fee-bank = Bank
views-fee-account = Account number
views-fee-holder = Account holder
views-fee-exact = Amount
views-fee-purpose = Purpose
views-fee-purpose-note = Give the case number exactly, so that the money is recognised at once. The receipt is usually on this page a working day later.
views-fee-demo = Sample account (demo): send no real money.
views-fee-no-account = The department's account is not published here yet. Please pay at the one-stop desk.
views-not-now-not-sealed-for = This position cannot open the seal. Whoever acts for another, or for the time being, does not inherit it.
views-not-now-other-answers = “{ $act }” is not for this case: its form says otherwise.
views-fault-not-different = “{ $label }” must differ from what is chosen above.
views-fault-in-clear = “{ $label }” may be given under the seal only.
views-nav-complaints = Complaints
views-nav-denunciations = Denunciations

views-fault-acts = Choose 1 to 20 acts, each once.
views-fault-not-yet = “{ $label }”: that day has not come yet.
views-fault-not-fined-then = The act was not fined so on the day it ended or was found: choose one from the decree in force on that day.
views-fault-not-this-offender = This act is not fined for that kind of offender.
views-fault-limitation = This act can no longer be sanctioned; only remedial measures are left.
views-fault-outside-bracket = The amount lies outside the part of the bracket that the circumstances leave: from the least to the middle where they mitigate, from the middle to the most where they aggravate, the middle itself where neither.
views-fault-no-entry = “{ $label }”: the case is about no licence.
views-fault-months-outside = “{ $label }”: not so many months as the law allows.
views-fault-decision-late = The time for a sanction is over: only remedial measures are left.
views-fault-warning-only = This act is only warned of: choose “Warning”.
views-fault-before-decision = “{ $label }”: before the day of the decision.
views-nav-supervision = Inspectorate
# People in office
views-missing-suspended-until = This person is suspended until { $at }.
views-missing-suspended = This person is suspended.
views-missing-too-long = { $clause } allows it only before { $at }.
views-missing-appointed-already = This person holds this position already: { $position }, until { $at }.
views-missing-no-end = an open end
views-fault-other-seat = “{ $label }”: this position exists and is another than written here (kind or unit). Please choose again.
views-fault-not-a-name = Please write the name as on the papers, in letters. A name without a family name is fine.
views-fault-not-a-person = Please choose the person.
views-fault-closed-seat = “{ $label }”: this position is closed; nobody can be appointed to it.
views-fault-empty-seat = “{ $label }”: nobody holds this position at that time.
views-fault-away-already = This person is away already in that time.
views-fault-away-too = “{ $label }”: the substitute is away in that time, too. Please choose somebody else.
views-fault-circular = “{ $label }” makes a circle: in the end nobody would do the work. Please choose another.
views-fault-no-end = This appointment has no end, so there is no term to follow it.
views-fault-not-a-number = “{ $label }” must be a number, for instance 12.
views-fault-not-a-unit = “{ $label }”: the department has no such unit.
views-fault-not-a-duty = “{ $label }”: the founding decision has no such duty.
views-fault-in-future = “{ $label }” must not be later than today, and in order.
views-fault-plan-empty = The plan names no change.
views-fault-plan-twice = The plan names a unit or a position twice.
views-fault-plan-held = The new position of somebody in the plan is held by another.
views-fault-plan-two-heads = A unit would have two heads. Please say which position closes.
views-fault-plan-lost-case = The plan would leave cases without anybody in charge. The rehearsal shows which.

views-not-now-same-hands = “{ $act }” is for somebody else: you did “{ $did }” on this matter yourself.
views-not-now-packs = The changed packs cannot be used yet:
views-fault-before-today = “{ $label }” cannot be before today.

views-procedure-at-a-glance = At a glance
views-procedure-who = Who may apply
views-procedure-dossier = What you need
views-procedure-dossier-none = Only the form; no papers.
views-procedure-conditions = Conditions
views-procedure-how-long = How long it takes
views-procedure-how-long-both = The department promises { $promise }; the law allows { $law }, from the complete application.
views-procedure-how-long-before = At the latest { $limit } before the moment named in the application.
views-procedure-how-long-one = { $limit }, from the complete application.
views-procedure-cost = Fee
views-procedure-free = Free of charge.
views-procedure-valid = The result is valid
views-procedure-valid-at-most = As long as you ask for, at most { $limit }.
views-procedure-valid-until-asked = Until the last day named in the application.
views-procedure-valid-for = For { $limit }.
views-procedure-unpublished = Not published yet; please ask the department.
views-procedure-to-be-confirmed = This has not been published officially; please ask the department before you apply.
views-procedure-steps = Steps
views-procedure-step = Step
views-procedure-step-who = By
views-procedure-step-share = Time
views-procedure-law = Law
views-procedure-source = Where it was read
views-procedure-law-unread = The full text has not been published here.

# The door
views-not-in-office = You no longer hold this position. Please sign in with one that you hold, or tell whoever looks after staff.
