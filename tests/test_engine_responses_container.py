"""The engine for the Responses API with the service's own container: programs, pictures and files, against a double."""

import base64

import pytest

from assistants_api.engines import (
    CodeRan,
    CodeResult,
    FunctionCall,
    FunctionCalls,
    OutputFile,
    Picture,
    Text,
)
from assistants_api.engines.responses import container
from assistants_api.sandbox import ThreadFile
from tests.responses_runs import ADD, Cells, events_of, pieces, ran, said, serving, told
from tests.responses_server import Answer
from tests.responses_shapes import call, cited, events, hosted, message

PNG = b"\x89PNG\r\n\x1a\nsquares"
DATA_URL = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
WRITES = "open('/mnt/data/squares.csv', 'w')"
TEXT = "Here are the [squares](sandbox:/mnt/data/squares.csv)."
LINK = "sandbox:/mnt/data/squares.csv"


@pytest.fixture
def serve(settings):
    with serving(settings, "hosted") as serve:
        yield serve


def results(found):
    return [event for event in found if isinstance(event, CodeResult)]


def files_of(result):
    return [(file.name, file.data) for file in result.files]


def test_the_container_is_asked_for_with_its_outputs(serve):
    server = serve(events(message("x = 1")))
    cells = Cells()

    events_of(functions=(ADD,), tool_choice={"type": "code_interpreter"}, sandbox=cells)

    [body] = server.bodies
    assert [tool["type"] for tool in body["tools"]] == ["code_interpreter", "function"]
    assert body["tools"][0]["container"] == {"type": "auto"}
    assert body["include"] == ["code_interpreter_call.outputs"]
    assert body["tool_choice"] == {"type": "code_interpreter"}
    assert cells.ran == []


def test_programs_and_their_output_come_between_the_messages(serve):
    serve(
        events(
            message("Let us see.", item_id="msg_1"),
            hosted("print(3)", "3\n", item_id="ci_1"),
            hosted("print(4)", item_id="ci_2"),
            message("3 and 4.", item_id="msg_2"),
        )
    )

    found = events_of()

    assert told(found) == [*said("Let us see."), *ran("print(3)", "3\n"), *ran("print(4)", ""), *said("3 and 4.")]
    assert len(pieces(found)) == 4


def test_text_after_a_program_that_writes_nothing_is_not_held_back(serve):
    serve(events(hosted("print(3)", "3\n"), message("It is three.")))

    found = events_of()

    assert [type(event).__name__ for event in found] == ["Code", "Code", "CodeResult", "Text", "Text", "MessageEnd"]


def test_pictures_come_from_data_urls_and_from_the_service_itself(serve):
    server = serve()
    server.files["/v1/pictures/1"] = b"GIF89a"
    server.replies = [events(hosted("plt.show()", images=[DATA_URL, f"{server.url}/pictures/1"]), message("There."))]

    [result] = results(events_of())

    [picture] = result.pictures
    assert (picture.name, picture.data) == ("figure-1.png", PNG)
    assert files_of(result) == [("figure-2.png", b"GIF89a")]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/v1/pictures/1",
        "https://elsewhere.example/v1/a.png",
        "file:///etc/passwd",
        "data:image/png;base64,@@@",
        "data:text/html;base64,AA==",
        "",
    ],
)
def test_pictures_are_fetched_from_nowhere_else(serve, url, caplog):
    server = serve(events(hosted("plt.show()", "drawn", images=[url or "x"]), message("There.")))

    found = events_of()

    [result] = results(found)
    assert result.logs == "drawn\n[figure-1.png could not be fetched from the model server.]"
    assert (result.pictures, result.files, server.fetched) == ((), (), [])
    assert told(found)[-2:] == said("There.")


@pytest.mark.parametrize("path", ["../secrets", "%2e%2e/secrets", ".%2E/secrets", "..%2fsecrets", "%252e%252e/secrets"])
def test_a_picture_of_the_service_is_not_fetched_from_above_its_address(serve, path):
    server = serve()
    server.files["/secrets"] = PNG
    server.replies = [events(hosted("plt.show()", images=[f"{server.url}/{path}"]), message("There."))]

    [result] = results(events_of())

    assert result.pictures == ()
    assert server.fetched == []


def test_files_that_the_message_names_belong_to_the_program(serve):
    server = serve(events(hosted(WRITES, "done\n"), message(TEXT, cited(TEXT, LINK))))
    server.files["cntr_1", "cfile_1"] = b"1,4,9"

    found = events_of()

    [result] = results(found)
    assert result.logs == "done\n"
    assert files_of(result) == [("squares.csv", b"1,4,9")]
    assert server.fetched == ["/v1/containers/cntr_1/files/cfile_1/content"]
    assert found.index(result) < found.index(Text(TEXT[:7]))
    assert told(found)[-2:] == said(TEXT)


def test_a_file_has_the_name_by_which_it_is_linked(serve):
    text = "See [it](sandbox:/mnt/data/my%20squares.csv)."
    server = serve(events(hosted(WRITES), message(text, cited(text, text[9:-2], filename="cfile_1.csv"))))
    server.files["cntr_1", "cfile_1"] = b"1,4,9"

    [result] = results(events_of())

    assert files_of(result) == [("my squares.csv", b"1,4,9")]


def test_a_file_without_a_link_has_the_services_name(serve):
    server = serve(events(hosted(WRITES), message(TEXT, cited(TEXT, "Here", filename="/mnt/data/sums.csv"))))
    server.files["cntr_1", "cfile_1"] = b"1"

    [result] = results(events_of())

    assert files_of(result) == [("sums.csv", b"1")]


def test_a_named_picture_is_shown_once(serve):
    text = "Here is the plot, to [keep](sandbox:/mnt/data/plot.png)."
    link = cited(text, text[28:-2], "cfile_2", "cfile_2.png")
    shown = cited(text, "Here", "cfile_1", "cfile_1.png")
    server = serve(events(hosted("plt.savefig('plot.png')", images=[DATA_URL]), message(text, shown, link)))
    server.files["cntr_1", "cfile_1"] = server.files["cntr_1", "cfile_2"] = PNG

    [result] = results(events_of())

    assert [picture.name for picture in result.pictures] == ["figure-1.png"]
    assert files_of(result) == [("plot.png", PNG)]


def test_a_picture_that_only_a_message_names_is_a_picture(serve):
    server = serve(events(hosted("plt.savefig('plot.png')"), message(TEXT, cited(TEXT, "Here", filename="plot.png"))))
    server.files["cntr_1", "cfile_1"] = PNG

    [result] = results(events_of())

    assert [(picture.name, picture.data) for picture in result.pictures] == [("plot.png", PNG)]


def test_files_that_are_gone_or_too_large_are_told_of(serve, monkeypatch):
    monkeypatch.setattr(container, "FILE_BYTES", 3)
    large = cited(TEXT, LINK, "cfile_2", "large.csv")
    odd = cited(TEXT, LINK, "../../models", "odd.csv")
    server = serve(events(hosted(WRITES, "done"), message(TEXT, cited(TEXT, "Here"), large, odd)))
    server.files["cntr_1", "cfile_2"] = b"1,4,9"

    found = events_of()

    [result] = results(found)
    assert result.logs.splitlines() == [
        "done",
        "[squares.csv could not be fetched from the model server.]",
        "[squares.csv could not be fetched from the model server.]",
        "[A file could not be fetched: its id is no id.]",
    ]
    assert result.files == ()
    assert len(server.fetched) == 2
    assert told(found)[-2:] == said(TEXT)


def test_a_picture_in_a_data_url_has_the_same_limit(serve, monkeypatch):
    monkeypatch.setattr(container, "FILE_BYTES", len(PNG) - 1)
    serve(events(hosted("plt.show()", images=[DATA_URL]), message("There.")))

    [result] = results(events_of())

    assert (result.pictures, "figure-1.png was not kept" in result.logs) == ((), True)


def test_a_program_without_code_is_a_step_all_the_same(serve):
    serve(events(hosted("", "3\n"), message("Three.")))

    assert told(events_of()) == [*ran("", "3\n"), *said("Three.")]


def test_a_run_fetches_no_more_than_twenty_files(serve):
    citations = [cited(TEXT, "Here", f"cfile_{n}", f"{n}.csv") for n in range(25)]
    server = serve(events(hosted(WRITES), message(TEXT, *citations)))
    server.files |= {("cntr_1", f"cfile_{n}"): b"1" for n in range(25)}

    [result] = results(events_of())

    assert len(result.files) == len(server.fetched) == 20
    assert result.logs.count("was not kept") == 5


def test_a_file_that_is_named_twice_is_fetched_once(serve):
    server = serve(events(hosted(WRITES), message(TEXT, cited(TEXT, LINK), cited(TEXT, "Here"))))
    server.files["cntr_1", "cfile_1"] = b"1"

    events_of()

    assert len(server.fetched) == 1


def test_an_answer_that_breaks_off_keeps_what_was_held_back(serve):
    whole = events(hosted(WRITES, "done"), message(TEXT, cited(TEXT, LINK)))
    cut = next(n for n, event in enumerate(whole) if event["type"] == "response.output_text.delta") + 2
    serve(Answer(whole[:cut], cut=True))

    *kept, last = events_of()

    assert told(kept) == [("code", WRITES), results(kept)[0], ("text", TEXT[:14])]
    assert results(kept)[0].logs == "done"
    assert last.code == "server_error"


def test_a_program_that_is_last_still_has_its_result(serve):
    serve(events(hosted(WRITES, "done")))

    assert told(events_of()) == ran(WRITES, "done")


def test_functions_beside_the_container_and_the_run_after_them(serve):
    server = serve(events(hosted("print(3)", "3\n"), call("add", "{}")), events(message("Four.")))

    found = events_of(functions=(ADD,))
    list(events_of(functions=(ADD,), done=(CodeRan("print(3)", "3\n"),)))

    assert told(found) == [*ran("print(3)", "3\n"), FunctionCalls((FunctionCall("call_1", "add", "{}"),))]
    [note] = server.bodies[1]["input"][1:]
    assert note["role"] == "assistant"
    assert "print(3)" in note["content"]
    assert "3\n" in note["content"]


def test_a_run_with_files_has_our_own_sandbox(serve):
    server = serve(events(message("x = 1")))

    events_of(sandbox=Cells(files=[ThreadFile("marks.csv", 12, lambda: b"")]))

    assert [tool.get("name") for tool in server.bodies[0]["tools"]] == ["python"]


def test_results_are_pictures_and_files_of_the_interface(serve):
    server = serve(events(hosted(WRITES, images=[DATA_URL]), message(TEXT, cited(TEXT, LINK))))
    server.files["cntr_1", "cfile_1"] = b"1"

    [result] = results(events_of())

    assert [type(made) for made in (*result.pictures, *result.files)] == [Picture, OutputFile]
