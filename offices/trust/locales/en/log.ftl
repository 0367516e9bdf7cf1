# The public log.
log-title = Public record of the department
log-lead = Everything the department does is written into a log in which nobody can change, remove or insert anything without being found out. Anyone can check it.
log-now = The log now
log-none = Nothing in the log has been signed yet.
log-size = Acts recorded
log-signed = Last signed
log-key = Key to check it with
log-checkpoint = What was signed
log-checkpoint-file = Open it as text
log-hidden = The log tells nothing about anybody
log-hidden-more = Of each act it holds only a hash mixed with random numbers. Nobody can work out the content, a name or a file from it.
log-check = How do I check?
log-check-1 = When you file an application or receive a result, save its receipt from the log (a .tlog-proof file), together with the key above.
log-check-2 = At any time, run congvu record check with that file and that key, without a network: it says whether the act is in the log.
log-check-3 = Other programs that follow C2SP tlog-tiles can read the log at the address of this page.
