package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.directive.DirectiveDefinition;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A directive on a level where nginx has none of its kind: it moves to the next level outside that
/// takes it, or into the block that is there for it. Where that has it already, it goes.
final class OtherLevel {
  /// Where the request would be answered by it, or strangers be let in, nobody can tell where it
  /// was to stand.
  private static final List<String> UNMOVED =
      List.of("return", "rewrite", "if", "allow", "deny", "location", "proxy_pass", "server");

  private OtherLevel() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    if (refusal.says("directive is specified too late")) {
      return refusal.line().map(line -> toMain(refusal, line));
    }
    return refusal.says("directive is not allowed here")
        ? refusal
            .line()
            .filter(line -> !UNMOVED.contains(line.name()))
            .flatMap(line -> moved(refusal, line))
        : Stream.of();
  }

  private static Stream<Candidate> moved(Refusal refusal, Directive line) {
    List<Directive> around = around(refusal, line);
    Stream<Directive> outside = around.stream().filter(block -> takes(refusal, block, line));
    Stream<Directive> inside =
        !around.isEmpty()
            ? upstream(refusal, line).filter(block -> takes(refusal, block, line)).stream()
            : refusal
                .subject()
                .configuration()
                .body()
                .filter(block -> block.isBlock() && takes(refusal, block, line));
    Stream<Candidate> main =
        refusal.subject().configuration().directives().isEmpty() || !isOfMain(refusal, line)
            ? Stream.of()
            : Stream.of(isSetInMain(refusal, line) ? without(line) : toMain(refusal, line));
    return Stream.concat(
        Stream.concat(outside, inside).limit(1).flatMap(block -> into(refusal, line, block)), main);
  }

  /// The blocks around a line, the innermost first.
  private static List<Directive> around(Refusal refusal, Directive line) {
    List<Directive> blocks = new ArrayList<>();
    Optional<Directive> next = refusal.around(line);
    while (next.isPresent()) {
      blocks.add(next.get());
      next = refusal.around(next.get());
    }
    return blocks;
  }

  private static boolean takes(Refusal refusal, Directive block, Directive line) {
    return meaning(refusal, block, line).isPresent();
  }

  private static Optional<DirectiveDefinition> meaning(
      Refusal refusal, Directive block, Directive line) {
    return context(block)
        .flatMap(context -> Catalogue.of(refusal.subject().version()).find(line.name(), context));
  }

  private static Optional<Context> context(Directive block) {
    return switch (block.name()) {
      case "http" -> Optional.of(Context.HTTP);
      case "events" -> Optional.of(Context.EVENTS);
      case "server" -> Optional.of(Context.SERVER);
      case "location" -> Optional.of(Context.LOCATION);
      case "upstream" -> Optional.of(Context.UPSTREAM);
      default -> Optional.empty();
    };
  }

  private static boolean isOfMain(Refusal refusal, Directive line) {
    return Catalogue.of(refusal.subject().version()).find(line.name(), Context.MAIN).isPresent();
  }

  private static Stream<Candidate> into(Refusal refusal, Directive line, Directive block) {
    boolean once = meaning(refusal, block, line).filter(one -> !one.repeatable()).isPresent();
    boolean same =
        block
            .body(line.name())
            .anyMatch(other -> !other.equals(line) && other.parameters().equals(line.parameters()));
    boolean set = same || (once && block.body(line.name()).anyMatch(other -> !other.equals(line)));
    String title = BlockTitle.withPlace(line);
    if (set) {
      return Stream.of(
          new Candidate(
              List.of(Layout.remove(line)),
              "take %s out: it is not allowed there, and %s sets it"
                  .formatted(title, BlockTitle.of(block)),
              List.of(line.head())));
    }
    List<Directive> all = alike(refusal, line, block);
    List<String> lines = all.stream().flatMap(one -> Layout.lines(one).stream()).toList();
    List<Edit> edits =
        Stream.concat(all.stream().map(Layout::remove), Stream.of(at(block, lines))).toList();
    return Stream.of(
        new Candidate(
            edits,
            "move %s into %s, where it is allowed".formatted(title, BlockTitle.withPlace(block)),
            List.of(line.head())));
  }

  /// What else stands beside it, is not allowed there and is in the other block.
  private static List<Directive> alike(Refusal refusal, Directive line, Directive block) {
    Optional<Context> here =
        refusal.around(line).map(OtherLevel::context).orElse(Optional.of(Context.MAIN));
    Catalogue catalogue = Catalogue.of(refusal.subject().version());
    return refusal
        .around(line)
        .map(Directive::children)
        .orElseGet(() -> refusal.subject().configuration().parsed(line.range().file()).directives())
        .stream()
        .filter(
            one ->
                one.equals(line)
                    || (here.filter(context -> catalogue.find(one.name(), context).isEmpty())
                            .isPresent()
                        && !UNMOVED.contains(one.name())
                        && takes(refusal, block, one)
                        && block.body(one.name()).findAny().isEmpty()))
        .toList();
  }

  /// In `http` first, for what includes bring may ask for it.
  private static Edit at(Directive block, List<String> lines) {
    return block.is("upstream") || block.is("location")
        ? Layout.last(block, lines)
        : Layout.first(block, lines);
  }

  private static boolean isSetInMain(Refusal refusal, Directive line) {
    boolean once =
        Catalogue.of(refusal.subject().version())
            .find(line.name(), Context.MAIN)
            .filter(meaning -> !meaning.repeatable())
            .isPresent();
    return once && refusal.subject().configuration().body(line.name()).findAny().isPresent();
  }

  private static Candidate without(Directive line) {
    return new Candidate(
        List.of(Layout.remove(line)),
        "take %s out: it is not allowed there, and is set on the main level"
            .formatted(BlockTitle.withPlace(line)),
        List.of(line.head()));
  }

  private static Candidate toMain(Refusal refusal, Directive line) {
    Directive first = refusal.subject().configuration().directives().getFirst();
    return new Candidate(
        List.of(Layout.remove(line), Layout.before(first, Layout.lines(line))),
        "move %s to the top of %s, where it is allowed"
            .formatted(BlockTitle.withPlace(line), first.range().file().name()),
        List.of(line.head()));
  }

  /// The upstream that the request goes to.
  private static Optional<Directive> upstream(Refusal refusal, Directive line) {
    return refusal
        .subject()
        .proxied()
        .flatMap(hop -> hop.target().upstream().stream())
        .flatMap(upstream -> upstream.directive().stream())
        .filter(block -> block.body(line.name()).findAny().isEmpty())
        .findFirst();
  }
}
