counter-title = Counter
counter-lead = Type a few letters of the procedure and press Enter; the keys 1–9 open what is in the list.
counter-search = Procedure
counter-search-hint = Diacritics do not matter, for instance: trang tin tong hop
counter-who = Who has come
counter-who-hint = Enterprise code, telephone or name; whoever has filed before need not be typed again.
counter-find = Find
counter-all = All procedures that take files on paper
counter-found = Procedures that fit
counter-found-none = No procedure fits. Try fewer letters.
counter-known = Has filed before: choose to fill in
counter-person = Who brings the file
counter-papers = Papers
counter-pass-on = Pass on
counter-originals = Originals
counter-copies = Copies
counter-not-scanned = Why not scanned
counter-scan = Scan
counter-bind = Bind the scans of each paper into one PDF
counter-bind-hint = Pictures and PDFs of one paper are put together in the order in which they were chosen.
counter-drop = Leave this file out
counter-arrange = Order and turn pages ({ $n })
counter-pages = { $n ->
    [one] { $n } page
   *[other] { $n } pages
}
counter-active = runs something by itself; binding leaves that out
counter-files-many = There are too many files already.
counter-not-bound = These pages cannot be bound. Scan them again, or leave out the file that is damaged.
counter-not-a-count = { $name }: write a number from 0 to 99.
counter-part-missing = Not received yet: { $name }.
counter-part-uncounted = { $name }: there is a scan, but no paper was counted.
counter-part-unscanned = { $name }: a scan is needed, or a reason why there is none.
counter-twice = This applicant has the same procedure under way
counter-twice-tick = Take in another file all the same
counter-twice-error = The same is under way already. Please look; tick this box to take in another file.
counter-pages-title = Pages
counter-pages-lead = { $n ->
    [one] { $n } page.
   *[other] { $n } pages.
} Change the numbers to reorder, choose an angle to turn clockwise, untick to leave a page out.
counter-page = Page
counter-place = Place
counter-turn = Turn
counter-keep = Keep
counter-page-of = Page { $n } of { $file }
counter-no-page = Keep at least one page.
counter-bind-now = Bind into one PDF
counter-bound = { $n ->
    [one] { $n } page bound into one PDF.
   *[other] { $n } pages bound into one PDF.
}
counter-back = Back to the file
counter-done = The file is received
counter-procedure = Procedure
counter-applicant = Applicant
counter-filer = Brought by
counter-received = Received
counter-due = Result due
counter-due-later = The department will say
counter-counted = { $name }: originals { $originals }, copies { $copies }
counter-next = Next person
counter-receipt = Receipt (PDF)
counter-case = Open the case
counter-book = Book of files
counter-book-lead = Prints the files received in a stretch of time, to be signed and kept where paper is needed. Numbers run through the year, from one print to the next.
counter-book-from = From
counter-book-until = Up to and including
counter-book-print = Print the book (PDF)
counter-book-day = Give day, month and year.
counter-book-order = The last day must not be before the first.
counter-book-years = There is one book a year: choose two days of the same year.
counter-book-many = There are more than { $n } files in this time. Choose a shorter time and print several times; numbers go on.
counter-receipt-a5 = Receipt, to print on A5
