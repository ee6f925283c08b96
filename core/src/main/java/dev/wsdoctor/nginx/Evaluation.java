package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Decides one request: runs the phases, and runs them again for every other way that something
/// unknown could go.
final class Evaluation {
  private static final int MAX_TURNS = 10_000;

  private final Nginx nginx;
  private final Connection connection;
  private final Request request;
  private final FileView files;
  private final Truth truth;

  Evaluation(Nginx nginx, Connection connection, Request request, FileView files) {
    this(nginx, connection, request, files, Truth.UNKNOWN);
  }

  Evaluation(Nginx nginx, Connection connection, Request request, FileView files, Truth truth) {
    this.truth = truth;
    this.nginx = nginx;
    this.connection = connection;
    this.request = request;
    this.files = files;
  }

  Decision decide() {
    return decide(Evaluation::fromIntake);
  }

  /// Goes the one way that the truth shows.
  Execution execute() {
    return execute(Evaluation::fromIntake, state());
  }

  /// For another URI, on behalf of a request: it has the same fields and variables, is internal,
  /// and is a GET.
  Execution executeWithin(RequestState parent, String method, String uri, String args) {
    RequestState state = state();
    return execute(s -> fromParent(s, parent, method, uri, args), state);
  }

  /// The same for a request that is not there; what it would have set before is not known.
  Decision decideWithin(String uri, String args) {
    return decide(state -> asSubrequest(state, _ -> {}, "GET", uri, args));
  }

  private static Turn fromParent(
      RequestState state, RequestState parent, String method, String uri, String args) {
    return asSubrequest(
        state,
        child -> {
          child.client = parent.client;
          child.assigned.putAll(parent.assigned);
        },
        method,
        uri,
        args);
  }

  private static Turn asSubrequest(
      RequestState state, Consumer<RequestState> inherit, String method, String uri, String args) {
    Turn turn = Intake.accept(state);
    if (!(turn instanceof Turn.Next)) {
      return turn;
    }
    state.remarks.clear();
    inherit.accept(state);
    state.method = method;
    state.uri = uri;
    state.args = args;
    state.internal = true;
    state.subrequest = true;
    state.validUnparsedUri = false;
    return fromServerRewrite(state);
  }

  private Execution execute(Function<RequestState, Turn> start, RequestState state) {
    return new Execution(decision(state, start), state);
  }

  private RequestState state() {
    return new RequestState(nginx, connection, request, files, new Choices(List.of()), truth);
  }

  /// As if the search for a location had ended with this one, and the client were let in.
  Decision decideIn(Server server, Location location) {
    return decide(state -> fromLocation(state, server, location));
  }

  private Decision decide(Function<RequestState, Turn> start) {
    Choices choices = new Choices(List.of());
    Decision likeliest = run(choices, start);
    List<Decision> alternatives = new ArrayList<>();
    Optional<List<Integer>> next = choices.next();
    while (next.isPresent() && alternatives.size() + 1 < Choices.MAX_RUNS) {
      Choices other = new Choices(next.get());
      alternatives.add(run(other, start));
      next = other.next();
    }
    return alternatives.isEmpty()
        ? likeliest
        : new Decision(
            likeliest.server(),
            likeliest.location(),
            likeliest.outcome(),
            likeliest.steps(),
            likeliest.assumptions(),
            alternatives);
  }

  private Decision run(Choices choices, Function<RequestState, Turn> start) {
    return decision(new RequestState(nginx, connection, request, files, choices, truth), start);
  }

  private static Decision decision(RequestState state, Function<RequestState, Turn> start) {
    Outcome outcome = outcome(state, start.apply(state));
    return new Decision(
        state.hasServer() ? Optional.of(state.server()) : Optional.empty(),
        state.location(),
        outcome,
        state.steps,
        state.choices.assumptions(),
        List.of());
  }

  private static Outcome outcome(RequestState state, Turn start) {
    Turn turn = start;
    for (int turns = 0; turns < MAX_TURNS; turns++) {
      switch (turn) {
        case Turn.Done(Outcome outcome) -> {
          return outcome;
        }
        case Turn.Status status -> turn = ErrorPages.handle(state, status);
        case Turn.InternalRedirect(String uri, String args) -> turn = redirect(state, uri, args);
        case Turn.ToNamed(String name) -> turn = named(state, name);
        case Turn.Next() -> throw new IllegalStateException("the phases ended without an outcome");
      }
    }
    throw new IllegalStateException("a decision of more than " + MAX_TURNS + " turns");
  }

  private static Turn fromIntake(RequestState state) {
    Turn turn = Intake.accept(state);
    if (!(turn instanceof Turn.Next)) {
      return turn;
    }
    state.handled = true;
    RealIp.apply(state);
    return fromServerRewrite(state);
  }

  private static Turn fromLocation(RequestState state, Server server, Location location) {
    Turn turn = Intake.accept(state);
    if (turn instanceof Turn.Next) {
      state.select(server);
      state.enter(location);
      turn = RewritePhase.location(state);
    }
    if (!(turn instanceof Turn.Next)) {
      return turn;
    }
    return state.uriChanged ? fromFindLocation(state) : ContentPhase.run(state);
  }

  private static Turn fromServerRewrite(RequestState state) {
    Turn turn = RewritePhase.server(state);
    return turn instanceof Turn.Next ? fromFindLocation(state) : turn;
  }

  private static Turn fromFindLocation(RequestState state) {
    while (true) {
      Turn turn = FindLocation.find(state);
      if (turn instanceof Turn.Next) {
        turn = RewritePhase.location(state);
      }
      if (!(turn instanceof Turn.Next)) {
        return turn;
      }
      if (!state.uriChanged) {
        return fromPreaccess(state);
      }
      state.uriChanges--;
      if (state.uriChanges == 0) {
        return cycle(state, "processing", state.uri);
      }
    }
  }

  private static Turn fromPreaccess(RequestState state) {
    Turn turn = PreaccessPhase.check(state);
    if (turn instanceof Turn.Next) {
      turn = AccessPhase.check(state);
    }
    if (turn instanceof Turn.Next) {
      turn = TryFiles.run(state);
    }
    if (turn instanceof Turn.Next) {
      mirror(state);
    }
    return turn instanceof Turn.Next ? ContentPhase.run(state) : turn;
  }

  /// A copy of the request, whose answer nobody sees.
  private static void mirror(RequestState state) {
    for (Directive mirror : state.scope().inForce("mirror")) {
      if (!mirror.parameter().equals("off")) {
        state.step(Phase.PRECONTENT, "a copy goes to " + mirror.parameter(), "mirror", mirror);
        List<Directive> more = new ArrayList<>(state.mirrors);
        more.add(mirror);
        state.mirrors = more;
      }
    }
  }

  private static Turn redirect(RequestState state, String uri, String args) {
    state.uriChanges--;
    if (state.uriChanges == 0) {
      return cycle(state, "internally redirecting to", uri);
    }
    state.doing = LogContext.Doing.NOTHING_NAMED;
    state.uri = uri;
    state.args = args;
    state.internal = true;
    state.validUnparsedUri = false;
    state.validLocation = true;
    state.addUriToAlias = false;
    state.leaveLocation();
    return fromServerRewrite(state);
  }

  private static Turn named(RequestState state, String name) {
    state.uriChanges--;
    if (state.uriChanges == 0) {
      return cycle(state, "redirect to named location", name);
    }
    if (state.uri.isEmpty()) {
      state.step(Phase.FIND_LOCATION, "nginx answers 500", "there is no URI to go on with");
      state.say(Remark.Severity.ERROR, "empty URI in redirect to named location \"" + name + "\"");
      return Turn.status(500, AnswerReason.OTHER);
    }
    Optional<Location> location = state.server().level().named(name);
    if (location.isEmpty()) {
      state.step(Phase.FIND_LOCATION, "nginx answers 500", "there is no location " + name);
      state.say(Remark.Severity.ERROR, "could not find named location \"" + name + "\"");
      return Turn.status(500, AnswerReason.OTHER);
    }
    state.internal = true;
    state.uriChanged = false;
    state.searched = true;
    state.enter(location.get());
    state.step(
        Phase.FIND_LOCATION,
        location.get().title() + " takes over",
        "the URI stays " + state.uri,
        location.get().directive());
    LimitExcept.apply(state);
    return fromLocationRewrite(state);
  }

  private static Turn fromLocationRewrite(RequestState state) {
    Turn turn = RewritePhase.location(state);
    if (!(turn instanceof Turn.Next)) {
      return turn;
    }
    if (!state.uriChanged) {
      return fromPreaccess(state);
    }
    state.uriChanges--;
    return state.uriChanges == 0 ? cycle(state, "processing", state.uri) : fromFindLocation(state);
  }

  private static Turn cycle(RequestState state, String doing, String what) {
    state.say(
        Remark.Severity.ERROR,
        "rewrite or internal redirection cycle while " + doing + " \"" + what + "\"");
    state.step(
        Phase.REWRITE,
        "nginx answers 500",
        "rewrite or internal redirection cycle: the URI changed more than "
            + RequestState.MAX_URI_CHANGES
            + " times");
    return Turn.status(500, AnswerReason.CYCLE);
  }
}
