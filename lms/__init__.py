"""Cùng Học: free weekly live classes, counted honestly.

The building has floors; a room uses only the floors below it (see `setup.cfg`, `[importlinter]`):

    app · policy · cli · demo     wiring
    admin                         the caretaker's pages
    home                          pages that gather several rooms
    reach                         people counted once, targets
    certificates                  who has completed what
    attendance                    evidence and decisions
    quizzes                       questions, attempts, marks
    enrolment                     who is in which series
    schedule                      series, sessions, calendars
    catalogue                     tracks, modules, lessons
    accounts                      signing in
    people                        persons, contacts, roles, consent
    audit notifications places files
    core                          clock, database, access, errors, forms, jobs, words
"""
