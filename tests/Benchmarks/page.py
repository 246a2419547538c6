"""
page.py ADDRESS EXPERIMENT: sends the requests of an experiment's page to a dashboard at the same rate, until it reads a line from standard
input. Then it prints the received data as JSON. It represents a browser on another machine: it uses little of this one.
"""
import json
import http.client
import sys
import threading
import time
import urllib.parse

LEAST_REST = 0.7
REST_FACTOR = 12
CURVES = 6


class Page:
    def __init__(self, address, experiment):
        link = urllib.parse.urlsplit(address)
        self.host = link.netloc
        # The link of a run has the token after the #.
        self.headers = {"Authorization": f"Bearer {link.fragment.partition('token=')[2]}"}
        self.experiment = experiment
        self.news = threading.Event()
        self.ended = False
        self.events = self.event_bytes = self.answers = self.answer_bytes = 0

    def follow(self):
        connection = http.client.HTTPConnection(self.host)
        connection.request("GET", "/api/v1/events", headers=self.headers)
        answer = connection.getresponse()
        while not self.ended:
            line = answer.readline()
            if not line:
                return
            self.event_bytes += len(line)
            if line.startswith(b"event:"):
                self.events += 1
            elif line.startswith(b"data:"):
                self.news.set()

    def ask(self, connection, path):
        connection.request("GET", f"/api/v1/experiments/{self.experiment}{path}", headers=self.headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} was answered {answer.status}")
        self.answers += 1
        self.answer_bytes += len(body)
        return json.loads(body)

    def refresh(self):
        connection = http.client.HTTPConnection(self.host)
        while not self.ended:
            self.news.wait()
            self.news.clear()
            began = time.perf_counter()
            self.ask(connection, "")
            configurations = self.ask(connection, "/configurations")["items"]
            best = [str(configuration["configuration"]) for configuration in configurations[:CURVES]]
            if best:
                self.ask(connection, f"/curves?configurations={','.join(best)}")
            self.ask(connection, "/runs?offset=0&limit=100&sort=run&descending=false")
            time.sleep(max(LEAST_REST, REST_FACTOR * (time.perf_counter() - began)))


def main():
    page = Page(*sys.argv[1:])
    began = time.perf_counter()
    for work in (page.follow, page.refresh):
        threading.Thread(target=work, daemon=True).start()
    sys.stdin.readline()
    page.ended = True
    print(json.dumps({
        "seconds": time.perf_counter() - began, "events": page.events, "event_bytes": page.event_bytes, "answers": page.answers, "answer_bytes": page.answer_bytes}))


if __name__ == "__main__":
    main()
