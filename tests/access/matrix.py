"""Who may do what at which address, as data: the access matrix. The loop in test_access.py asks.

A column is whoever asks, a cell over which rows:

    *   every house, or rows that belong to none    -   the verb is not theirs
    i   their own house, or the one they look after 0   the verb is, but none of these rows
    200 this very answer, whatever the row says

The columns in the words of the design: nobody PUB, admin BA, auditor AU, clerk and head BD of the
section in charge, other BD of another section, liaison BU, officer HQ, handler HD; the bureau's
leader; and none, who has an account and no role. Hospital systems have a table of their own.
Where a row is narrower or wider than the design's, docs/decisions/0020 says why.
"""

from typing import NamedTuple

ASKING = (
    "nobody", "admin", "auditor", "leader", "head", "clerk", "other", "liaison", "officer",
    "handler", "none",
)  # fmt: skip

# Who meets the same page with other parts of it: the administrator, auditors, who decides, who
# works in the section in charge, who looks after a house, and the house itself.
KINDS_OF_READERS = (
    ("nobody",), ("admin",), ("auditor",), ("leader", "head"), ("clerk",), ("liaison",),
    ("officer",), ("none",),
)  # fmt: skip

# verb, answer, then a cell for: nobody, admin, auditor, leader, head, clerk, other section,
# liaison, officer, handler, none; then the addresses. What follows an @ or a ? is one of several
# things at the same address.
PAGES = """
get  200 * * * * * * * * * * *  api:schema api:schema_yaml api:reference api:problems
get  503 * * * * * * * * * * *  bureau:healthz
get  302 200 * * * * * * * * * * login
post 302 200 * * * * * * * * * * login
post 302 * * * * * * * * * * *  bureau:preferences
post 302 - * * * * * * * * * *  logout bureau:read_all bureau:letter_choices
get  200 - * * * * * * * * * *  satisfaction:home bureau:explain_due bureau:notices
get  200 - * * * * * * * * * *  bureau:letter_choices bureau:exports
get  302 - * * * * * * * * * *  bureau:export_ask
get  200 - - * * * * * * * - -  trail

get  200 - 0 0 0 0 0 0 0 i 0 0  bureau:job
post 302 - 0 0 0 0 0 0 0 i 0 0  bureau:open_notice
get  200 - * * - - - - - - - -  bureau:letters api:keys
post 302 - * - - - - - - - - -  bureau:resend bureau:give_up api:revoke
get  200 - * - - - - - - - - -  api:issue api:rotate api:revoke rules:draft bureau:running
post 200 - * - - - - - - - - -  api:issue api:rotate rules:draft

get  200 - * * * * * * * * - -  bureau:directory
post 200 - * - - - * * - - - -  bureau:directory_export
get  200 - * * * * * * i i - -  bureau:institution bureau:staff

post 200 - - - - * * 0 - i - -  bureau:export_ask
get  200 - 0 * 0 * 0 0 0 i 0 0  bureau:export
post 200 - 0 0 0 0 0 0 0 i 0 0  bureau:export_file
post 302 - - - - * - - - i - -  bureau:export_approve bureau:export_refuse

get  200 - - * * * * * * * - -  bureau:papers
get  200 - - * * * * * - - - -  bureau:numbers
post 302 - - - - * * 0 - - - -  bureau:paper_draft
get  200 - - * * * * 0 i i - -  bureau:paper bureau:paper_page bureau:paper_file
get  200 - - - - * * 0 - - - -  bureau:paper_edit
post 200 - - - - * * 0 - - - -  bureau:paper_edit
post 302 - - - - * * 0 - - - -  bureau:paper_send
post 302 - - - * * - - - - - -  bureau:paper_review
post 302 - - - * * - - - - - -  bureau:paper_return
post 302 - - - * - - - - - - -  bureau:paper_sign
post 302 - - - * - - 0 - - - -  bureau:paper_void

get  200 - * * * * * * * - - -  rules:kinds rules:kind rules:version
get  200 - - - * * - - - - - -  rules:approve
post 302 - - - * * - - - - - -  rules:approve
post 302 - * - * * - - - - - -  rules:withdraw

get  200 - * * * * * * * - - -  bureau:lexicon bureau:try_lexicon bureau:categories
post 302 - * - - * * * - - - -  bureau:lexicon
post 200 - * * * * * * * - - -  bureau:try_lexicon

get  200 - - * * * * 0 - - - -  followups:unsorted
post 302 - - - - * * 0 - - - -  followups:unsorted
get  200 - - * * * * * * * - -  complaints:cases
get  200 - - - - * * * - - - -  complaints:new
post 200 - - - - * * * - - - -  complaints:new
get  200 - - * * * * 0 i i - -  complaints:case complaints:why
get  200 - - - * * * 0 i i - -  complaints:file
get  200 - - * * * * 0 i i - -  complaints:sheet_pdf
post 200 - - - - * * 0 - - - -  complaints:reveal
get  200 - - * * * * * * - - -  complaints:supervised
post 302 - - - * - - - - - - -  complaints:note_supervision
get  200 - - * * * * * - - - -  complaints:rechecks
post 200 - - - * * * 0 - - - -  complaints:step@recheck
get  200 - - - - * - - - - - -  bureau:due_moves
post 302 - - - - * - - - - - -  bureau:due_moves
get  200 - - - - * * * - - - -  complaints:batch
post 302 - - - - * * * - - - -  complaints:batch
get  302 - - - - * * * - - - -  complaints:packages
get  200 - - - - * * * - - - -  complaints:phrases
post 200 - - - - * * * - - - -  complaints:phrases
post 302 - - - - * * 0 - - - -  complaints:drop_phrase
post 302 - - * * * * * * * - -  complaints:save_view
post 302 - - 0 0 0 0 0 0 i - -  complaints:drop_view
get  200 - - - - - - - - i - -  complaints:step@report complaints:step@return
get  200 - - - - - - - - i - -  complaints:step@state
post 200 - - - - - - - - i - -  complaints:step@state
post 200 - - - - - - - - i - -  complaints:step@report complaints:step@return
get  200 - - - - * * 0 i - - -  complaints:step@note
post 200 - - - - * * 0 i - - -  complaints:step@note
get  200 - - - - * * 0 - - - -  complaints:step@name complaints:step@allege complaints:step@sort
post 200 - - - - * * 0 - - - -  complaints:step@accept-dispatch complaints:step@dispatch
post 200 - - - - * * 0 - - - -  complaints:step@accept complaints:step@find
post 200 - - - - * * 0 - - - -  complaints:step@verify complaints:step@allege
post 200 - - - - * * 0 - - - -  complaints:step@name complaints:step@tie complaints:step@reply
post 200 - - - - * * 0 - - - -  complaints:step@call-back complaints:step@review
post 200 - - - - * * 0 - - - -  complaints:step@rectify complaints:step@close
get  200 - - - - * * 0 - - - -  complaints:step@attach complaints:step@show
post 200 - - - - * * 0 - - - -  complaints:step@attach complaints:step@show
post 200 - - - - * * 0 - - - -  complaints:step@archive complaints:step@reopen
post 200 - - - - * * 0 - - - -  complaints:step@decline complaints:step@transfer
post 200 - - - - * * 0 - - - -  complaints:step@pause complaints:step@many
post 200 - - - - * * 0 - - - -  complaints:step@extend complaints:step@withdraw
post 200 - - - - * * 0 - - - -  complaints:step@take complaints:step@merge
post 200 - - - - * * 0 - - - -  complaints:step@unmerge complaints:step@take-off
get  200 - - - - * * 0 - - - -  complaints:step@take-off
post 302 - - - - * * 0 - - - -  complaints:step@investigate complaints:step@resume
post 302 - - - - * * 0 - - - -  complaints:step@sort
post 200 - - - - * * 0 - - - -  complaints:step@fabricated complaints:step@confirm-fabricated
post 200 - - - - * - - - - - -  complaints:step@decide
post 200 - - - - * * 0 - - - -  complaints:step@object complaints:step@sign complaints:step@contact
get  302 - - - - * * 0 - - - -  complaints:package complaints:step@sign complaints:step@contact
get  302 - - - - * * 0 - - - -  complaints:step@give-back complaints:step@exclude
get  302 - - - - * * 0 - - - -  complaints:step@object
get  302 - - - - * - - - - - -  complaints:step@decide-order
post 200 - - - - * * 0 - - - -  complaints:step@give-back complaints:step@exclude
post 200 - - - - * - - - - - -  complaints:step@decide-order
get  200 - - * * * * * * - - -  complaints:overview
get  200 - - - - * * * - - - -  complaints:imports
post 200 - - - - * * * - - - -  complaints:imports
get  200 - - - - 0 0 0 - - - -  complaints:import
get  200 - - - - 0 0 0 - - - -  complaints:import_columns complaints:import_original
post 200 - - - - 0 0 0 - - - -  complaints:import_columns
get  302 - - - - 0 0 0 - - - -  complaints:import_marked
post 302 - - - - 0 0 0 - - - -  complaints:import_confirm complaints:import_withdraw

get  200 - - * * * * * * - - -  accountability:board accountability:register
get  200 - - * * * * * * - - -  accountability:annual accountability:figures accountability:events
post 302 - - - - * * * - - - -  accountability:reconcile
get  200 - - * * 0 0 * i - - -  accountability:person accountability:proposal
get  200 - - * * * * * i - - -  accountability:house accountability:proposal@house
get  404 - - * * 0 0 * i - - -  accountability:receipt@notice
get  200 - - - - 0 0 * - - - -  accountability:step@put-forward
get  302 - - - - 0 0 * - - - -  accountability:step@put-in-effect
get  200 - - - * 0 - - - - - -  accountability:step@dismiss
post 200 - - - - 0 0 * - - - -  accountability:step@put-forward accountability:step@hear
post 200 - - - - 0 0 * - - - -  accountability:step@serve-notice accountability:step@expire
post 200 - - - - 0 0 * - - - -  accountability:step@serve-decision accountability:step@complete
post 200 - - - - 0 0 * - - - -  accountability:step@put-in-effect accountability:step@carry-out
post 200 - - - - 0 0 * - - - -  accountability:step@summon accountability:step@record-talk
post 200 - - - - 0 0 * - - - -  accountability:step@write-bulletin
post 200 - - - - 0 0 * - - - -  accountability:step@order-rectification
get  302 - - - - 0 0 * - - - -  accountability:step@summon accountability:step@record-talk
get  302 - - - - 0 0 * - - - -  accountability:step@write-bulletin
get  302 - - - - 0 0 * - - - -  accountability:step@order-rectification
get  404 - - * * * * * * - - -  accountability:talk_file
get  200 - - - - - - - - * - -  accountability:unit
get  200 - - - - - - - - 0 - -  accountability:unit_proposal
post 302 - - - - - - - - 0 - -  accountability:unit_proposal
get  404 - - * * * * * * * - -  accountability:assessment_file
get  302 - - - - 0 0 * - - - -  accountability:step@assess accountability:step@confirm-assessment
post 200 - - - - 0 0 * - - - -  accountability:step@assess accountability:step@confirm-assessment
post 200 - - - - 0 0 * - - - -  accountability:step@ask-again accountability:step@serve-answer
post 200 - - - - 0 0 * - - - -  accountability:step@restore accountability:step@put-back
post 200 - - - - 0 0 * - - - -  accountability:step@serve-back accountability:step@serve-end
post 200 - - - * 0 - - - - - -  accountability:step@answer accountability:step@take-back
post 200 - - - * 0 - - - - - -  accountability:step@decide accountability:step@lift
post 200 - - - * 0 - - - - - -  accountability:step@dismiss

get  200 - - * * * * * - * - -  accountability:checks
post 200 - - - - - - * - * - -  accountability:checks
get  200 - - * * 0 0 * - i - -  accountability:check accountability:check_file@xlsx
get  200 - - * * * * * - - - -  accountability:joined
get  200 - - - - - - * - - - -  accountability:join
post 200 - - - - - - * - - - -  accountability:join
get  200 - - * * 0 0 * - - - -  accountability:same
post 302 - - - - 0 0 * - - - -  accountability:same
get  200 - 0 0 0 0 0 0 0 0 0 0  accountability:own accountability:own_proposal
get  200 - 0 0 0 0 0 0 0 0 0 0  accountability:own_request accountability:own_paper@notice
post 200 - 0 0 0 0 0 0 0 0 0 0  accountability:own_proposal accountability:own_request
post 302 - 0 0 0 0 0 0 0 0 0 0  accountability:own_withdraw
get  200 - 0 0 0 0 0 0 0 0 0 0  accountability:own_letter
get  200 - - - * 0 0 * i - - -  accountability:file
get  200 * * * * * * * * * * *  accountability:verify
post 200 * * * * * * * * * * *  accountability:verify

get  200 - - * * * * * * * - -  rectification:items rectification:overview
get  200 - - * * * * * * * - -  rectification:printed
get  200 - - - - * * * * - - -  rectification:queue
get  200 - - - - * * * - - - -  rectification:new
post 200 - - - - * * * - - - -  rectification:new
get  302 - - - - * * * - - - -  rectification:take_up rectification:lay_aside
post 302 - - - - * * * - - - -  rectification:take_up rectification:lay_aside
get  200 - - - - * * * - - - -  rectification:imports
post 200 - - - - * * * - - - -  rectification:imports
get  200 - - * * * * 0 - - - -  rectification:import
get  200 - - - - * * 0 - - - -  rectification:import_columns rectification:import_original
post 200 - - - - * * 0 - - - -  rectification:import_columns
get  302 - - - - * * 0 - - - -  rectification:import_marked
post 302 - - - - * * 0 - - - -  rectification:import_confirm rectification:import_withdraw
get  200 - - * * * * 0 i i - -  rectification:item
get  200 - - - * * * 0 i i - -  rectification:evidence_file
get  200 - - * * * * 0 i i - -  rectification:application
get  200 - - - - - - - i i - -  rectification:step@done
get  200 - - - - * * 0 - - - -  rectification:step@change
post 200 - - - - - - - i i - -  rectification:step@done rectification:step@plan
post 200 - - - - - - - i i - -  rectification:step@progress rectification:step@extend
post 200 - - - - * * 0 i i - -  rectification:step@evidence
post 200 - - - - - - - i i - -  rectification:step@take-back
post 200 - - - - * * 0 - - - -  rectification:step@issue rectification:step@same
post 200 - - - - * * 0 - - - -  rectification:step@dismiss rectification:step@decide
post 200 - - - - * * 0 - - - -  rectification:step@change
post 200 - - - - * * 0 - - - -  rectification:step@correct rectification:step@withdraw
post 200 - - - - * * 0 i - - -  rectification:step@begin rectification:step@accept
post 200 - - - - * * 0 i - - -  rectification:step@strike-off rectification:step@return
post 200 - - - - * * 0 i - - -  rectification:step@look-back rectification:step@reopen

get  200 - - * * * * * * * - -  rectification:places
post 200 - - * * * * * * * - -  rectification:places_export
get  200 - - * * * * 0 i i - -  rectification:house_places rectification:place
get  200 - - * * * * 0 i i - -  rectification:poster_a4
get  200 - - - * * * 0 i i - -  rectification:place_photo
get  200 - - * * * * 0 i i - -  rectification:poster_a5

get  200 * * * * * * * * * * *  complaints:public complaints:poster
get  200 * * * * * * * * * * *  complaints:public_complaint complaints:public_progress
post 200 * * * * * * * * * * *  complaints:public_complaint complaints:public_progress
post 200 * * * * * * * * * * *  complaints:public_add complaints:public_grade
post 200 * * * * * * * * * * *  complaints:public_file
post 302 - - - - * * 0 i i - -  rectification:place_add rectification:place_correct
post 302 - - - - * * 0 i i - -  rectification:place_retire rectification:place_photo_add
post 302 - - - - * * 0 i - - -  rectification:place_call rectification:place_zone
post 302 - - - - * * 0 i - - -  rectification:place_check

get  200 - - * * * * * * * - -  rectification:visits rectification:compliance
get  200 - - * * * * * * * - -  rectification:visit_results
post 200 - - * * * * * * * - -  rectification:visits_export
get  200 - - - - * * * * - - -  rectification:visit_plan
post 200 - - - - * * * * - - -  rectification:visit_plan
get  200 - - * * * * 0 i i - -  rectification:visit
get  200 - - * * * * 0 i 0 - -  rectification:visit@unannounced
get  200 - - - * * * 0 i 0 - -  rectification:finding_photo
get  200 - - - - * * 0 i - - -  rectification:finding
post 302 - - - - * * 0 i - - -  rectification:finding rectification:finding_draft
post 200 - - - - * * 0 i - - -  rectification:finding_correct
post 302 - - - - * * 0 i - - -  rectification:visit_finish rectification:visit_cancel

get  200 - - * * * * * * * - -  followups:matrix
post 200 - - * * * * * * * - -  followups:matrix_export
get  200 - - - - * * 0 * - - -  followups:remind
get  200 - - - - * * 0 - - - -  followups:return followups:remove_row
post 302 - - - - * * 0 - - - -  followups:return followups:remove_row
post 302 - - - - * * 0 * - - -  followups:remind
get  200 - - * * * * 0 - - - -  followups:report followups:report_file@final.xlsx
get  200 - - * * * * 0 - - - -  followups:report_file@final.docx
get  200 - - * * * * 0 - - - -  followups:report_file@provisional.xlsx
get  200 - - * * * * 0 - - - -  followups:report_file@provisional.docx
get  200 - - * * * * 0 - - - -  followups:report_file@checked.xlsx
get  200 - - * * * * 0 - - - -  followups:report_file@checked.docx
get  200 - - 0 0 0 0 0 - - - -  followups:report_file@draft.xlsx followups:report_file@final.pdf

get  200 - - * * * * 0 i i - -  followups:register followups:receipt followups:receipt_pdf
get  200 - - * * * * 0 i i - -  followups:upload_detail
get  200 - - - * * * 0 i i - -  followups:proof followups:upload_detail?rows=new
get  204 - - * * * * 0 i i - -  followups:upload_progress
get  200 - - - * * * 0 i i - -  followups:rows
post 200 - - - * * * 0 i i - -  followups:rows
get  200 - - - - - - - - i - -  followups:template followups:upload followups:nil
get  200 - - - - - - - - i - -  followups:upload_marked followups:upload_original
post 302 - - - - - - - - i - -  followups:upload followups:nil followups:upload_answers
post 302 - - - - - - - - i - -  followups:upload_settle
post 302 - - - - - - - - i - -  followups:upload_fix followups:upload_submit
post 302 - - - - - - - - i - -  followups:upload_withdraw followups:upload_mark
post 302 - - - - - - - - i - -  followups:upload_move
post 302 - - - - - - - - i - -  followups:proof_add followups:proof_withdraw

get  200 - - * * * * * * * - -  followups:checks
post 200 - - * * * * * * * - -  followups:checks_export
get  200 - - * * * * 0 i 0 - -  followups:check
post 200 - - * * * * 0 i 0 - -  followups:check_export
post 302 - - - - * * 0 i - - -  followups:redraw followups:withdraw
post 302 - - - - * - - - - - -  followups:approve followups:refuse
get  200 - - - - * * 0 i - - -  followups:item
get  302 - - - - - - - i - - -  followups:reveal
post 302 - - - - - - - i - - -  followups:reveal followups:result
post 302 - - - - * * 0 i - - -  followups:correct
get  200 - - * * * * 0 i 0 - -  followups:doubt
post 302 - - - - * * 0 i - - -  followups:doubt_number followups:doubt_call
post 302 - - - - - - - - 0 - -  followups:doubt_explain
post 302 - - - * * - - - - - -  followups:doubt_confirm followups:doubt_dismiss
post 302 - - - * * - - - - - -  followups:doubt_take_back
"""

# Which key: one never issued, one that may do all, one that only reads, one that only hands in,
# and anybody logged in to the pages, without a key. No address names a house: it is the key's.
# In this county the month is handed in and closed: who may hand in is told of a conflict. In a
# month that is open the same keys are answered 201.
SYSTEMS = ("unknown", "all", "reads", "writes", "logged in")
API = """
get  200 - i i - -  api_registers:submission api_registers:problems
get  200 - * * - -  api_registers:registers api_registers:register
get  200 - i i i -  api:job
get  200 - * - - -  api_ledger:postings api_ledger:visits
get  200 - i - - -  api_ledger:visit
get  200 - * - - -  api_ledger:items
post 201 - * - - -  api_ledger:items
get  200 - i - - -  api_ledger:item
get  200 - * - - -  api_cases:cases
get  200 - i - - -  api_cases:case api_cases:file
post 201 - * - - -  api_cases:cases
post 201 - * - - -  api_eligibility:checks
get  200 - * - - -  api_accountability:proposals
get  200 - i - - -  api_accountability:proposal
post 409 - i - - -  api_accountability:effect
post 201 - i - - -  api_cases:report api_cases:files api_cases:statements
post 200 - i - - -  api_cases:return
post 409 - * - * -  api_registers:submissions api_registers:nil
get  404 * * * * *  api_nowhere
post 404 * * * * *  api_nowhere
"""

# The admin. L see the list and a row's pages, C add, U change, D delete, M import, X export: over
# every row (*), those of the own house (i), or none of those that are there (0).
ADMIN = """
- -      L* L* L* L* L* Li - - - accountability_countableevent
- -      L* L* L0 L0 L* -  - - - accountability_eligibilitycheck
- -      L* L* L0 L0 L* -  - - - accountability_sameperson
- -      L* L* L* L* L* Li - - - accountability_sanctionproposal
- -      L* L0 L0 L0  L0  L0 - - - bureau_act
- L*     L* -  -  -   -   -  - - - bureau_apikey
- -      L* L* L* L*  L0  -  - - - bureau_attachment
- LCUD*  L* L* L* L*  L*  L* - - - bureau_calendarday
- LCU*   L* L* L* L*  L*  L* - - - bureau_calendaryear
- L*     L* -  -  -   -   -  - - - bureau_delivery
- LCUMX* L* L* L* LX* LX* Li - - - bureau_department
- -      L0 L0 L0 L0  L0  L0 - - - bureau_duestep
- LC*    L* L* L* L*  L*  L* - - - bureau_dutysection
- -      L* -  L* -   -   -  - - - bureau_exportrequest
- LCUMX* L* L* L* LX* LX* Li - - - bureau_institution
- L*     L* L* LCU* LCU* LCU* Li - - - bureau_institutionvisits
- LCU*   L* L* L* L*  L*  Li - - - bureau_leaderpost
- LCUMX* L* L* LCUMX* LCUMX* LCUMX* L* - - - bureau_lexiconentry
- L0     L0 L0 L0 L0  L0  L0 - - - bureau_notice
- LU*    L* L* L* L*  L*  -  - - - bureau_numberseries
- LCUX*  L* L* L* LX* LX* Li - - - bureau_officerassignment
- -      L* L* L* L*  L*  -  - - - bureau_officialnumber
- -      L* L* L* L*  L0  Li - - - bureau_officialpaper
- LC*    L* L* L* L*  L*  Li - - - bureau_placement
- LCU*   L* L* L* L*  L*  L* - - - bureau_problemcategory
- L*     L* L* L* L*  L*  L* - - - bureau_ruleversion
- LCU*   L* L* L* L*  L*  L* - - - bureau_section
- LCUMX* L* L* L* LX* LX* Li - - - bureau_staff
- LCU*   L* -  -  -   -   -  - - - bureau_user
- -      L* L* L* L*  L0  Li - - - complaints_case
- -      -  -  L0 L0  L0  -  - - - complaints_caseimport
- -      -  -  L0 L0  L0  -  - - - complaints_caseimportrow
- -      L0 L0 L0 L0  L0  -  - - - complaints_recheck
- -      L0 L0 L0 L0  L0  -  - - - complaints_recheckdraw
- -      L0 L0 L0 L0  L0  L0 - - - followups_doubtedfollowup
- -      -  L* L* L*  L0  Li - - - followups_followuprecord
- -      L* L* L* L*  L0  Li - - - followups_monthlyregister
- -      L* L* L* L*  L0  -  - - - followups_monthreport
- -      L0 -  -  -   -   -  - - - followups_numberreveal
- -      L* L* L* L*  L0  Li - - - followups_registerversion
- -      L0 L0 L0 L0  L0  L0 - - - followups_reminder
- -      L* L* L* L*  L0  Li - - - followups_spotcheck
- -      L* L* L* L*  L0  Li - - - followups_spotcheckitem
- -      L* L* L* L*  L0  Li - - - followups_upload
- -      L* L* L* L*  L0  Li - - - rectification_closure
- -      L* L* L* L*  L0  Li - - - rectification_evidence
- -      L0 L0 L0 L0  L0  L0 - - - rectification_extension
- -      L* L* L* L*  L0  -  - - - rectification_importrow
- -      L* L* L* L*  L0  Li - - - rectification_item
- -      L* L* L* L*  L0  -  - - - rectification_ledgerimport
- -      L0 L0 L0 L0  L0  L0 - - - rectification_lookback
- -      L0 L0 L0 L0  L0  L0 - - - rectification_measure
- -      L0 L0 L0 L0  L0  L0 - - - rectification_progressentry
- -      L0 L0 L0 L0  L0  L0 - - - rectification_relapse
- LCU*   L* L* L* L*  L*  L* - - - rectification_theme
- -      L* L* L* L*  L0  Li - - - rectification_absentzone
- -      L* L* L* L*  L*  L* - - - rectification_checklist
- -      L* L* LC* LC* LC0 LCi - - - rectification_postingplace
- -      L* L* L* L*  L0  Li - - - rectification_testcall
- -      L* L* LC* LC* LC0 LCi - - - rectification_visit
- -      L* L* L* L*  L0  Li - - - rectification_visitresult
"""


class Policy(NamedTuple):
    """Who may: one answer where one may, and a cell for each who asks."""

    answer: int
    cells: dict[str, str]


def pages() -> dict[tuple[str, str], Policy]:
    """Return the policy of every verb at every address but the admin's and the API's."""
    return _policies(PAGES, ASKING)


def api() -> dict[tuple[str, str], Policy]:
    return _policies(API, SYSTEMS)


def _policies(table: str, asking: tuple[str, ...]) -> dict[tuple[str, str], Policy]:
    found: dict[tuple[str, str], Policy] = {}
    for line in filter(None, table.splitlines()):
        verb, answer, *rest = line.split()
        policy = Policy(int(answer), dict(zip(asking, rest, strict=False)))
        for name in rest[len(asking) :]:
            assert (verb, name) not in found, f"two rows for {verb} {name}"
            found[verb, name] = policy
    return found


def admin() -> dict[str, dict[str, str]]:
    """Return, by model, what each who asks may there."""
    lines = [line.split() for line in filter(None, ADMIN.splitlines())]
    return {name: dict(zip(ASKING, cells, strict=True)) for *cells, name in lines}
