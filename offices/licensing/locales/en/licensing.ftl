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
licensing-follow-lead = Enter the case number on the receipt and the telephone number given in the application.
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
