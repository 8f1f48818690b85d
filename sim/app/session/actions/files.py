"""Actions on files and addresses: sharing, downloads, scenario files up."""

from __future__ import annotations

from sim.app.components import Action
from sim.app.exports.report import drawing_of, report_html
from sim.app.exports.results import file_name, results_of
from sim.app.exports.table import to_csv
from sim.app.exports.workbook import to_xlsx
from sim.app.session.address import search_of
from sim.app.session.dialogs import Dialog, share_dialog, text, upload_dialog
from sim.app.session.session import Handler, Session
from sim.app.state.case import OWN_FILE, Case, from_text

LONGEST = 200
"""Characters of the address in front of the question mark that are taken over from the browser."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _share(session: Session, action: Action) -> None:
    search = search_of(session)
    session.dialog = Dialog(session.say("page.share_title"), [text(session.say("page.share_long"))]) \
        if search is None else share_dialog(session.view.lang, f"{_origin(action)}{search}")
    session.show()


def _origin(action: Action) -> str:
    return str(action.get("origin", ""))[:LONGEST]


def _copy(session: Session, action: Action) -> None:
    session.file = {"number": session.file.get("number", 0) + 1, "copy": str(action.get("text", ""))}
    session.show()


def _file(session: Session, action: Action) -> None:
    kind = action.get("kind")
    if kind == "scenario_file":
        session.hand_over(OWN_FILE, session.history.case.toml(), "application/toml")
        return
    if session.answer is None or kind not in ("xlsx", "csv") or not session.may_show_results:
        return
    results = results_of(session, _origin(action))
    if kind == "xlsx":
        session.hand_over(file_name(results, "workbook", "xlsx"), to_xlsx(results), XLSX)
    else:
        session.hand_over(file_name(results, "course", "csv"), to_csv(results), "text/csv")


def _report(session: Session, action: Action) -> None:
    """Open the report, with the picture of the course that the page sent; with that of an older answer, ask again."""
    if session.answer is None or not session.may_show_results:
        return
    course = drawing_of(action.get("drawing"))
    with session.lock:
        late = course is not None and action.get("picture") != session.picture
        results = None if late else results_of(session, _origin(action))
    if results is None:
        session.ask_for_report()
    else:
        session.hand_over(file_name(results, "report", "html"), report_html(results, course), "text/html",
                          open_page=True)


def _upload(session: Session, action: Action) -> None:
    """Take a scenario file, or tell everything that is wrong with it and change nothing."""
    name, content = str(action.get("name", "")), action.get("text")
    if not isinstance(content, str):
        session.dialog = Dialog(session.say("page.upload_title"), [text(session.say("page.upload_large", file=name))])
        session.show()
        return
    found = from_text(content, name)
    if isinstance(found, Case):
        session.notice = ""
        session.move(session.history.commit(found))
    else:
        session.dialog = upload_dialog(session.view.lang, found)
        session.show()


ACTIONS: dict[str, Handler] = {
    "share": _share, "copy": _copy, "file": _file, "report": _report, "upload": _upload}
