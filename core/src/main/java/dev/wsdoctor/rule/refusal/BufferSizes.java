package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Buffers of one module that do not suit each other: nginx refuses a busy size below the largest
/// buffer, or above all but one (ngx_http_proxy_merge_loc_conf).
final class BufferSizes {
  private BufferSizes() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.message().startsWith("\"proxy_busy_buffers_size\" must be")
        ? Stream.concat(
                Stream.of(refusal.place().file()),
                refusal.subject().configuration().files().stream()
                    .filter(file -> file != refusal.place().file()))
            .flatMap(file -> WrittenDirectives.of(refusal.subject().configuration(), file))
            .filter(Directive::isBlock)
            .flatMap(BufferSizes::suited)
        : Stream.of();
  }

  /// The busy size of this block as its largest buffer, or more buffers of the size of the first.
  private static Stream<Candidate> suited(Directive block) {
    Optional<Directive> first = own(block, "proxy_buffer_size");
    Optional<Directive> all = own(block, "proxy_buffers").filter(l -> l.parameterCount() == 2);
    Optional<Directive> busy = own(block, "proxy_busy_buffers_size");
    Stream<Candidate> lowered =
        busy.stream()
            .flatMap(
                line ->
                    Stream.concat(first.stream(), all.stream())
                        .map(Directive::lastParameter)
                        .distinct()
                        .map(
                            size ->
                                new Candidate(
                                    new Edit(line.parameterRange(0), size),
                                    "keep no more than %s busy".formatted(size))));
    Stream<Candidate> enlarged =
        first.stream()
            .map(
                line ->
                    new Candidate(
                        all.map(buffers -> new Edit(buffers.parameterRange(1), line.parameter()))
                            .orElseGet(
                                () ->
                                    Layout.after(
                                        line,
                                        List.of("proxy_buffers 4 " + line.parameter() + ";"))),
                        "make all buffers as large as the first"));
    Stream<Candidate> usual =
        busy.stream().map(line -> new Candidate(Layout.remove(line), "keep the usual size busy"));
    return Stream.of(lowered, enlarged, usual).flatMap(candidates -> candidates);
  }

  private static Optional<Directive> own(Directive block, String name) {
    return block.body(name).filter(line -> line.parameterCount() > 0).findFirst();
  }
}
