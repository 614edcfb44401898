from tests.exercises.proofs import Answers

ANSWERS = Answers("complete")


@ANSWERS.right
def step_by_step(methods, message):
    end = {}
    method = methods.get(message["target"])
    if method is None:
        end = {"error": "there is no such method"}
    else:
        try:
            result = method(*message["arguments"])
        except Exception:
            end = {"error": "it did not work"}
        else:
            end = {} if result is None else {"result": result}
    return {"type": 3, **end, "invocationId": message["invocationId"]} if "invocationId" in message else None


@ANSWERS.right
async def a_helper_that_returns(methods, message):
    def outcome():
        try:
            return "result", methods[message["target"]](*message["arguments"])
        except BaseException as error:
            return "error", type(error).__name__

    kind, value = outcome()
    answer = {"type": 3, "invocationId": message.get("invocationId"), kind: value}
    if answer[kind] is None:
        del answer[kind]
    return answer if answer["invocationId"] is not None else None


CALL = 'methods[message["target"]](*message["arguments"])'
FAILS = 'answer["error"] = "this call has failed"'
ANSWERS.edits(
    ("if result is not None:", "if result:", "results like any other"),
    ("if result is not None:", "if True:", "without result and without error"),
    ("return None if number is None else answer", "return answer", "nobody may be answered"),
    ("    try:\n", "    if number is None:\n        return None\n    try:\n", "the method is called all the same"),
    (FAILS, 'answer = {"type": 7}', "the text in error"),
    (FAILS, "pass", "the text in error"),
    (FAILS, 'answer["error"] = None', "the text in error"),
    (FAILS, 'answer["error"], answer["result"] = "no", None', "no result beside it"),
    ("except Exception:\n        " + FAILS, 'except Exception as error:\n        answer["error"] = str(error)',
     "for your log"),
    ("except Exception:", "except KeyError:", "A wrong number of arguments"),
    ("except Exception:", "except TypeError:", "raised KeyError"),
    (CALL, 'methods[message["target"]](message["arguments"])', "The completion has type 3"),
    (CALL, 'methods[message["target"].title()](*message["arguments"])', "as they are written"),
    (CALL, f"{CALL} and {CALL}", "called twice"),
    ('answer = {"type": 3, ', 'answer = {"type": 2, ', "The completion has type 3"),
    ('"invocationId": number}', '"invocationId": str(number)[:1]}', "comes back as it was"),
)  # fmt: skip
