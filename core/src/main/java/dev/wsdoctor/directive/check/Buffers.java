package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.util.List;
import java.util.Optional;

/// `proxy_buffer_size`, `proxy_buffers` and the sizes that depend on them must suit each other
/// (ngx_http_proxy_merge_loc_conf).
final class Buffers {
  private static final long PAGE = 4096;

  private Buffers() {}

  /// What is wrong in a block, given what it inherits.
  static Optional<String> problem(Block block) {
    List<Directive> buffers = block.inForce("proxy_buffers");
    long number = buffers.isEmpty() ? 8 : number(buffers.getFirst().parameters().get(0));
    long each = buffers.isEmpty() ? PAGE : size(buffers.getFirst().parameters().get(1));
    long first = size(block, "proxy_buffer_size", PAGE);
    long largest = Math.max(first, each);
    long busy = size(block, "proxy_busy_buffers_size", 2 * largest);
    if (number < 2) {
      return Optional.of("there must be at least 2 \"proxy_buffers\"");
    }
    if (busy < largest) {
      return Optional.of(
          "\"proxy_busy_buffers_size\" must be equal to or greater than the maximum of the value"
              + " of \"proxy_buffer_size\" and one of the \"proxy_buffers\"");
    }
    if (busy > (number - 1) * each) {
      return Optional.of(
          "\"proxy_busy_buffers_size\" must be less than the size of all \"proxy_buffers\" minus"
              + " one buffer");
    }
    return tooSmall(block, "proxy_temp_file_write_size", largest, "")
        .or(
            () ->
                tooSmall(
                        block,
                        "proxy_max_temp_file_size",
                        largest,
                        "equal to zero to disable temporary files usage or must be ")
                    .filter(_ -> size(block, "proxy_max_temp_file_size", largest) != 0));
  }

  private static Optional<String> tooSmall(Block block, String name, long least, String unless) {
    return Optional.of(
            "\"%s\" must be %sequal to or greater than the maximum of the value of \"proxy_buffer_size\" and one of the \"proxy_buffers\""
                .formatted(name, unless))
        .filter(_ -> size(block, name, least) < least);
  }

  private static long size(Block block, String name, long otherwise) {
    List<Directive> setting = block.inForce(name);
    return setting.isEmpty() ? otherwise : size(setting.getFirst().parameter());
  }

  private static long size(String text) {
    return Quantities.size(text).orElse(0);
  }

  private static long number(String text) {
    return Quantities.number(text).orElse(0);
  }
}
