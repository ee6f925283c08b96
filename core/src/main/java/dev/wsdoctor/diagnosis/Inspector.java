package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Suppressed;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Rules;
import dev.wsdoctor.rule.SocketSign;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks a configuration by itself: finds the locations that are made for sockets, a URL for each,
/// and judges those. No live hop is touched.
final class Inspector {
  /// A file with more sockets than that is generated, and its faults repeat themselves.
  static final int MOST_URLS = 500;

  private final Setting setting;
  private final Circumstances found;
  private final FileView view;
  private final LastJudged lastJudged;
  private final List<String> remarks = new ArrayList<>();

  Inspector(Setting setting, Circumstances found, FileView view, LastJudged lastJudged) {
    this.setting = setting;
    this.found = found;
    this.view = view;
    this.lastJudged = lastJudged;
  }

  Answer<Inspection> inspect() {
    return found.configured().map(this::inspect);
  }

  private Inspection inspect(Loaded loaded) {
    Judged judged = lastJudged.of(loaded.configuration(), found);
    List<Report> reports =
        targets(loaded, judged.nginx()).stream()
            .map(target -> report(target, judged))
            .filter(this::isFair)
            .toList();
    List<Report> all = reports.isEmpty() ? withoutSockets(judged) : reports;
    unused(loaded, all);
    return new Inspection(loaded.rootFile(), all, remarks);
  }

  private Set<Target> targets(Loaded loaded, Nginx nginx) {
    Set<Target> targets = new LinkedHashSet<>();
    int others = 0;
    for (VirtualServer server : loaded.servers(nginx).toList()) {
      for (Location location : server.everyLocation().toList()) {
        if (SocketSign.isOn(location)) {
          add(targets, nginx, server, location);
        } else if (SocketSign.proxies(location)) {
          others++;
        }
      }
    }
    if (others > 0) {
      remarks.add(
          "%s and nothing says that sockets go there: not checked ('wsdoctor explain --all' lists them)"
              .formatted(others == 1 ? "1 location proxies" : others + " locations proxy"));
    }
    return targets;
  }

  private void add(Set<Target> targets, Nginx nginx, VirtualServer server, Location location) {
    if (targets.size() == MOST_URLS) {
      remarks.add("more than %d URLs: the rest was not checked".formatted(MOST_URLS));
    }
    if (targets.size() >= MOST_URLS) {
      return;
    }
    LocationUrl.of(nginx, server, location)
        .ifPresentOrElse(
            targets::add,
            () ->
                remarks.add(
                    "%s (%s) is made for sockets, but no URL could be made up for it: not checked, name one"
                        .formatted(location.title(), location.directive().where())));
  }

  private Report report(Target target, Judged judged) {
    return new Examination(CheckRequest.offline(target, setting), found, view).reportAlone(judged);
  }

  /// Whether the URL that was made up is not itself what fails.
  private boolean isFair(Report report) {
    Optional<Finding> first = report.causes().stream().findFirst();
    boolean unfair = first.filter(LocationUrl::isBlamedBy).isPresent();
    if (unfair) {
      remarks.add(
          "%s was made up and does not tell (%s): not checked, name a URL that clients open"
              .formatted(report.target(), first.get().summary()));
    }
    return !unfair;
  }

  /// A file that nginx refuses is worth a report even if no socket could be found in it: it may be
  /// what the fault hides.
  private List<Report> withoutSockets(Judged judged) {
    String host =
        judged.nginx().servers().stream()
            .flatMap(server -> LocationUrl.name(server).stream())
            .findFirst()
            .orElse(LocationUrl.LOOPBACK);
    Report page = report(new Target(false, false, host, 80, "/"), judged);
    boolean refused =
        page.causes().stream().anyMatch(cause -> cause.isError() && isAboutLoading(cause.id()));
    if (!refused) {
      remarks.add("no location is made for sockets: nothing to check");
    }
    return refused ? List.of(page) : List.of();
  }

  private static boolean isAboutLoading(String id) {
    return id.equals("config-not-loaded") || id.equals("map-missing");
  }

  /// Of the causes that a configuration shows; what only a probe or a log shows, nobody looked for.
  private void unused(Loaded loaded, List<Report> reports) {
    Set<String> visible = Rules.all().stream().map(Rule::id).collect(Collectors.toSet());
    Set<String> used =
        reports.stream()
            .flatMap(report -> report.suppressed().stream())
            .flatMap(known -> use(known).stream())
            .collect(Collectors.toSet());
    List<Allowance> own =
        Allowances.of(loaded.configuration()).list().stream()
            .filter(allowance -> loaded.isAskedFor(allowance.scope()))
            .toList();
    for (Allowance allowance : own) {
      for (String id : allowance.ids()) {
        String where = allowance.comment().place().where();
        if (visible.contains(id) && !used.contains(use(where, id))) {
          remarks.add("%s: nothing was found that this comment allows: %s".formatted(where, id));
        }
      }
    }
  }

  private static List<String> use(Suppressed known) {
    return known.by() instanceof Suppressed.Comment comment
        ? List.of(use(comment.place().where(), known.finding().id()))
        : List.of();
  }

  private static String use(String where, String id) {
    return where + " " + id;
  }
}
