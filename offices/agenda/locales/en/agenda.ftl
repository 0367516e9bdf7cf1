# An officer's days
agenda-title = Calendar
agenda-lead = From { $from } to { $to }: what falls due for you, leave, standing in, delegations, days off.
agenda-nothing = Nothing on these days.
agenda-before = Before
agenda-today = Today
agenda-after = After
agenda-is-today = Today, { $day }
agenda-until = until { $day }
agenda-open-end = no end set
agenda-weekday-1 = Monday
agenda-weekday-2 = Tuesday
agenda-weekday-3 = Wednesday
agenda-weekday-4 = Thursday
agenda-weekday-5 = Friday
agenda-weekday-6 = Saturday
agenda-weekday-7 = Sunday

agenda-kind-due = Due
agenda-kind-away = Away
agenda-kind-stand-in = Standing in
agenda-kind-delegation = Delegation
agenda-kind-term = Term
agenda-kind-stop = Planned stop
agenda-kind-day-off = Day off

agenda-due = { $number }: { $act }
agenda-late = { $number }: { $act } (overdue)
agenda-away = You are on leave
agenda-barred = You are suspended from work
agenda-stand-in = You stand in for { $position }
agenda-stood-in = { $position } stands in for you
agenda-delegated-to-me = { $position } has you sign ({ $form })
agenda-delegated-by-me = You have { $position } sign ({ $form })
agenda-term = Your appointment ends
agenda-stop = A planned stop of the service
agenda-day-off = A day given back

agenda-feed = On your telephone
agenda-feed-lead = Every calendar reads an iCalendar address. Only numbers of cases and names of acts are in it, nobody's name. Whoever has the address can read it: please keep it like a password.
agenda-feed-made = The address of your calendar, shown this once:
agenda-feed-make = Make an address
agenda-feed-again = Make a new address, drop the old one
agenda-feed-end = Drop the address
agenda-feed-ended = The address is dropped. No application can read it any more.
agenda-feed-name = Công Vụ – { $agency }
