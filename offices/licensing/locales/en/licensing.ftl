# Departments
licensing-departments = Departments
licensing-departments-lead = Choose the department you need.
licensing-from-decision = Made from its founding decision

# Start page
licensing-start = Start
licensing-start-lead = Find a procedure, apply, follow your case and get the result here.
licensing-search = What do you need?
licensing-search-hint = Vietnamese works with or without accents, for instance: trang tin tong hop.
licensing-other = Other things to do
licensing-go-cases = Follow a case
licensing-go-cases-about = Where your case is and how long it will take.
licensing-go-registers = Public registers
licensing-go-registers-about = Who holds a licence and whether it is in force.
licensing-go-verify = Check a document
licensing-go-verify-about = Whether a document was issued here and is in force.
licensing-go-decision = Founding decision
licensing-go-decision-about = What the department may do, who may do it, under which clause.
licensing-go-drafts = Drafts
licensing-go-drafts-about = Go on with an application you have begun.

# Finder
licensing-procedures = Procedures
licensing-field-count = { $n ->
    [one] { $n } procedure
   *[other] { $n } procedures
}
licensing-found = { $n ->
    [one] { $n } procedure found.
   *[other] { $n } procedures found.
}
licensing-found-none = No procedure was found. Please try other words, or fewer.
licensing-own-initiative = Opened by the office itself
licensing-own-initiative-about = The office opens these itself when there is ground; you need not apply.
licensing-own-initiative-one = The office opens this itself when there is ground; it takes no applications.

# Procedure
licensing-duty = Duty of the department:
licensing-not-in-force = No rules for this procedure are in force today, so it takes no applications.
licensing-apply = Apply

# Drafts
licensing-begin = Begin
licensing-begin-lead = These are the steps:
licensing-begin-form = Fill in the form.
licensing-begin-files = Upload the papers.
licensing-begin-check = Read everything once more before you file.
licensing-begin-receipt = Get the case number and the receipt at once.
licensing-begin-kept-account = The draft is kept in your account; come back whenever you like.
licensing-begin-kept-browser = You need no account. The draft is kept in this browser; to open it elsewhere, please sign in first.
licensing-form = Form
licensing-form-lead = What you enter is saved whenever you press Continue, even if something is missing. Fields not marked optional are needed.
licensing-drafts = Drafts
licensing-drafts-about = These have not been filed with the department.
licensing-drafts-none = You have no drafts.
licensing-drafts-full = You have { $n } drafts, the most there may be. Please file or discard some first.
licensing-draft-procedure = Procedure
licensing-draft-changed = Last changed
licensing-draft-act = Discard
licensing-draft-discard = Discard draft
licensing-draft-discarded = The draft was discarded.
licensing-files = Papers
licensing-files-lead = Each item takes at most { $n } files, all together at most { $size }. You may choose several at once, or take photographs.
licensing-files-send = Upload
licensing-files-total = all files together exceed { $size }; please leave some out or make them smaller.
licensing-files-many = There are as many files as allowed; please remove some.
licensing-file-remove = Remove this file
licensing-file-removed = The file was removed.
licensing-part-missing = “{ $name }” is missing. Please upload at least one file.
licensing-go-check = Check your answers
licensing-back-form = Back to the form
licensing-check = Check before you file
licensing-check-lead = Please read everything. Once filed it cannot be changed; you can only add what the department asks for, or withdraw.
licensing-change-files = Change the papers
licensing-file-pledge = By filing you declare that what you have entered is true.
licensing-file = File the application
licensing-filed = The department has your application. Please keep the case number below, or print this page.

# Following
licensing-follow = Follow a case
licensing-follow-by-number = By case number
licensing-follow-lead = The case number alone shows how far it has come. With the telephone number given when filing, the whole case.
licensing-follow-code = Case number
licensing-follow-code-hint = As on the receipt, for instance 000.00.00.H30-240304-0001.
licensing-follow-phone = Telephone
licensing-follow-phone-hint = The number given in the application.
licensing-follow-go = Show the case
licensing-follow-wrong = No case matches this case number and telephone. Please check both.
licensing-own-cases = Your cases
licensing-case = Your case
licensing-case-title = Case { $code }
licensing-case-number = Case number
licensing-case-subject = Subject
licensing-case-state = State
licensing-case-told = Meaning
licensing-case-who = Now with
licensing-case-next = What comes next
licensing-case-due = Result due
licensing-your-turn = Your turn: the department needs more from you
licensing-papers = Papers
licensing-history = History
licensing-what-was-filed = What was filed
licensing-keep-number = You can print this page. To see it elsewhere, use the case number and the telephone under Follow a case.
licensing-act-done = Done: { $act }.
licensing-act-not-now = This is not possible at the present step of the case.
licensing-back-case = Back to the case
licensing-other-files = Other papers
licensing-api-file-unknown = No file with this digest has been uploaded.
licensing-figures = This procedure since the beginning of the year: received, resolved, on time, satisfaction

licensing-notices = Notices sent to you
licensing-route-who = Somebody filing on the department's pages
licensing-route-only = This procedure is now filed at { $portal } ({ $address }) alone. Our pages do not take it; the one-stop desk helps with filing.
licensing-route-both = File here or at { $portal }
licensing-route-portal = File at { $portal }
licensing-route-short = Filed at { $portal }.

# About this site
licensing-about = About
licensing-about-exists = The department exists and works by:
licensing-about-contact = Contact
licensing-about-suggest = Suggestions
licensing-about-suggest-mail = E-mail for suggestions:
licensing-about-suggest-form = Send feedback, a suggestion or a question here
licensing-about-leaders = Leaders
licensing-about-units = Units
licensing-about-unit = Unit
licensing-about-head = Head
licensing-about-nobody = Not recorded yet
licensing-about-fields = In charge, by field
licensing-about-field = Field
licensing-about-in-charge = In charge
licensing-help = Help
licensing-help-lead = How to do what people do often, and answers to what they often ask.
licensing-help-search = What would you like to know?
licensing-help-hint = With or without diacritics, for instance: quen ma ho so.
licensing-help-guides = Step by step
licensing-help-go = Go to: { $what }
licensing-help-more = More on “{ $what }”
licensing-help-questions = Frequent questions
licensing-help-found = Answers: { $n }
licensing-help-none = No answer was found. Try other words, or ask the department.
licensing-help-all = All guides and questions
licensing-help-fees = Fees of each procedure
licensing-help-fees-about = As the page of each procedure has them.
licensing-help-keys = Keys
licensing-help-keys-about = Press with Alt (Firefox: Alt and Shift; Mac: Control and Option):
licensing-help-slash = To the search box of the page that is open (alone, without another key)
licensing-help-ask = Still not clear?
licensing-help-ask-about = Ask the department. The answer is on the page of your case, which has a number to follow it by.
licensing-help-ask-button = Ask
licensing-terms = Terms of use
licensing-terms-of-program = These come with the program and say how it works; the department has not adopted terms of its own.
licensing-map = Site map
licensing-map-about = Every page that anyone may open.
licensing-map-xml = Map for search engines (XML)

# My papers
licensing-my-papers = My papers
licensing-my-papers-lead = Results received and papers filed with this account. Nobody else opens them; in a new application you can use them again without another upload.
licensing-my-results = Results received
licensing-my-filed = Papers filed
licensing-my-none = There are no papers yet.
licensing-my-name = Name
licensing-my-what = What it is
licensing-my-case = Case
licensing-my-day = Day
licensing-reuse = Use a paper you have
licensing-reuse-about = Choose a paper that you filed or a result that you received before. That very file is added to this application.
licensing-reuse-paper = Paper
licensing-reuse-part = Use it as
licensing-reuse-button = Use this paper
licensing-reuse-paper-missing = Choose a paper.
licensing-reuse-part-missing = Choose the part of the application that it is for.
licensing-reused = The paper was added.
licensing-answer = The department's answer
licensing-follow-unknown = There is no case with this number. Please check it.
licensing-progress = How far a case has come
licensing-progress-steps = Done so far
licensing-progress-of = { $done } of { $all } steps
licensing-progress-more = To see what was filed, the papers, and to send what is missing, add the telephone number given when filing, or sign in.
licensing-level-online = Online: file, follow and get the result on this site.
