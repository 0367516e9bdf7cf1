# Coming in
casework-work-here = Work in the system

# Main items
casework-inbox = Inbox
casework-search = Find a case
casework-delegation = Delegation
casework-people = Who holds which position

# Inbox
casework-cases = Cases
casework-column-number = Case number
casework-column-subject = About
casework-column-procedure = Procedure
casework-column-state = State
casework-column-left = Time left
casework-column-due = Due
casework-no-number = No number yet
casework-secret-waiting = Denunciations that wait for you: { $n }
casework-inbox-empty = Nothing is waiting for you. New cases will appear here.
casework-counts = Open cases of the department
casework-late = Overdue in this inbox: { $n }
casework-more = Show more
casework-act-as = You are working as
casework-act-as-button = Change position
casework-acting-as = You are now working as: { $title }.
casework-open-title = Matters that the department opens itself

# Search
casework-search-label = Find cases and licences
casework-search-hint = Case number, name, phone number or domain; without diacritics is fine.
casework-search-none = No case was found. Try fewer words.
casework-search-begin = Type what you look for, or open the filters. Diacritics do not matter.
casework-search-unfinished = This touches too many items, so the page ends early; go on, or add a word to narrow the search.
casework-search-no-entries = No licence was found. Try fewer words.
casework-search-next = Next { $n }
casework-search-first = Back to the first page
casework-search-wrong-day = A day could not be read and was not used. Write day/month/year.
casework-entries = Registers
casework-entry-register = Register
casework-entry-issued = Issued
casework-column-party = Applicant
casework-column-filed = Filed
casework-column-closed = Closed
casework-column-late-days = Late (days)
casework-column-officer = Officer in charge
casework-column-channel = Channel
casework-entry = Licence
casework-holder = Holder
casework-entry-entry = Licence number
casework-entry-holder = Holder
casework-entry-until = Valid until
casework-entry-standing = Standing
casework-entry-do = What may be opened
casework-standing-valid = In force
casework-standing-expired = Expired
casework-standing-suspended = Suspended
casework-standing-ended = Ended
casework-standing-revoked = Revoked
casework-standing-annulled = Taken back (entered by mistake)

# Case
casework-form = Application
casework-files = Files
casework-clock = Time
casework-papers = Papers issued
casework-history = History
casework-phone = Phone
casework-assigned = In charge
casework-drafts = Drafts
casework-draft = Draft: { $name }
casework-draft-open = Open the draft in a new tab
casework-no-acts = Nothing is left to do in this case.
casework-cannot-undo = This cannot be undone
casework-no-entry = This case has no licence in the register, so there is nothing to correct.
casework-required-when = Required with some of the choices above.
casework-unit = Unit of time
casework-unit-working-day = working days
casework-unit-day = days
casework-unit-month = months
casework-unit-year = years
casework-done = Done: { $act }. Under: { $clause }.
casework-back = Back

# Capacity
casework-signs-as = You will sign { $how }.
casework-capacity-own = in your own name
casework-capacity-Q = as acting head (Q.) { $who }
casework-capacity-KT = for (KT.) { $who }
casework-capacity-TL = by order of (TL.) { $who }
casework-capacity-TUQ = under authorisation of (TUQ.) { $who }
casework-capacity-TM = on behalf of (TM.) { $who }

# Delegation
casework-delegations-now = In force or to come
casework-delegations-past = Past
casework-delegations-none = There is no delegation.
casework-delegation-to = Delegate
casework-delegation-from = For
casework-delegation-form = Form
casework-delegation-time = Time
casework-delegation-state = State
casework-delegation-clause = Under
casework-delegation-do = Action
casework-delegation-running = In force
casework-delegation-coming = Not begun
casework-delegation-over = Over
casework-delegation-void = Void
casework-delegation-end = End it
casework-open-end = open end
casework-delegate-to = Who acts instead
casework-delegate-to-missing = Please choose who acts instead.
casework-delegate-from = From
casework-delegate-from-hint = Leave it empty to begin now.
casework-delegate-until = Until
casework-delegate-reason = Why you are away

# Opening
casework-open-entry = Number in the register
casework-open-entry-hint = As in the register, with its year; the search finds it.
casework-open-entry-unknown = The register has no licence with this number. Please check it.
casework-open-conditions = When this may be done

# Positions
casework-people-position = Position
casework-people-holder = Holder
casework-people-since = Since
casework-people-signs = May sign
casework-people-acts = May do
casework-vacant = Vacant
casework-duty-clause = the duty's clause
casework-when-always = in every case
casework-when-assigned = cases assigned to it
casework-when-own-unit = in its own unit
casework-when-assigned-field = in the fields assigned
casework-when-delegated = when delegated
casework-when-ordered = when ordered
casework-when-authorised = when authorised
casework-counter = Take in a file at the counter
casework-counted = { $name }: originals { $originals }, copies { $copies }
casework-not-scanned = Not scanned: { $why }

casework-notices = Notices sent
casework-consulted = Bodies asked for their opinion
casework-consulted-answered = Answered, noted at { $at }
casework-consulted-waiting = Asked to answer by { $until }; no answer yet
casework-consulted-late = Answer overdue since { $until }. Silence is not taken for consent; going on needs a ground.

# Filters
casework-filters = Filters
casework-filters-apply = Apply
casework-filters-clear = Clear
casework-filter-any = All
casework-filter-none = no filter
casework-filter-q = Words
casework-filter-list = Look in
casework-filter-state = State
casework-filter-late = Only overdue cases
casework-filter-procedure = Procedure
casework-filter-field = Field
casework-filter-unit = Division
casework-filter-officer = Officer in charge
casework-filter-channel = Channel
casework-filter-register = Register
casework-filter-standing = Standing
casework-filter-order = Order
casework-filter-from = Filed or issued from
casework-filter-to = Filed or issued until
casework-filter-due-from = Due from
casework-filter-due-to = Due until
casework-filter-after = After
casework-list-cases = Cases
casework-list-entries = Registers
casework-order-newest = Newest first
casework-order-due = Open, due first
casework-state-open = Open
casework-state-closed = Closed
casework-phase-waiting = Phase: not begun
casework-phase-working = Phase: being handled
casework-phase-stopped = Phase: stopped
casework-phase-done = Phase: ended with a result
casework-phase-ended = Phase: ended without a result
casework-channel-online = Online
casework-channel-office = At the office
casework-channel-post = By post

# Saved lists
casework-saved = Your saved lists
casework-saved-title = Save this search
casework-saved-name = Name of the list
casework-saved-keep = Save
casework-saved-done = The list is saved.
casework-saved-no-name = Not saved: give the list a name.
casework-saved-no-search = Not saved: search for something first.
casework-saved-too-many = Not saved: one person keeps { $n } lists. Remove an old one first.
casework-saved-forget = Remove “{ $name }”
casework-saved-forgotten = The list is removed.

# Exports
casework-export-title = Export the list
casework-export-about = Download what was found, at most { $n } rows at a time. Who exports, when, how many rows and which filter is recorded.
casework-export-not-yours = Your position has no power to export lists.
casework-exports = Exports of lists
casework-exports-about = Whenever somebody takes a list out of the system, that is an act in the record, with its clause.
casework-exports-none = Nothing has been exported yet.
casework-export-when = When
casework-export-who = Who
casework-export-list = List
casework-export-rows = Rows
casework-export-format = File
casework-export-filter = Filter
casework-export-clause = Clause
casework-channel-portal = National portal
casework-channel-counter = At the counter
casework-fee-open = Open the cash page of this case
casework-violation = Brackets, powers, payment
casework-seal = Seal
casework-seal-open = Identity and letter are sealed

# Substitutes
casework-in-place-of = in place of { $who }

casework-control-slip = Print the control slip (PDF)

# Absence and standing in
casework-absence = Absence and standing in
casework-absence-who = Who
casework-absence-what = What
casework-absence-time = When
casework-absence-by = By
casework-absence-act = Decision
casework-absence-leave = On leave
casework-absence-barred = Suspended from work
casework-absence-instead = Stands in for { $position }
casework-absence-emergency = Stands in for { $position } when nobody is there
casework-absence-none = Nobody is away.
casework-absence-grant = Grant leave, name a substitute
casework-search-people = People in office
