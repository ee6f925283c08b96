package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.LocationSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sets `proxy_buffer_size` for a location together with the settings that nginx holds against it
/// (`ngx_http_proxy_merge_loc_conf`): alone, a large one keeps nginx from starting.
final class BufferMend {
  private BufferMend() {}

  /// `kilobytes` for one buffer; two of them may be busy.
  static List<Edit> edits(Outcome.Proxied hop, int kilobytes) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("proxy_buffer_size", kilobytes + "k");
    settings.put("proxy_buffers", "8 " + kilobytes + "k");
    for (String name : List.of("proxy_busy_buffers_size", "proxy_temp_file_write_size")) {
      if (hop.scope().setting(name).isPresent()) {
        settings.put(name, 2 * kilobytes + "k");
      }
    }
    if (limitsTemporaryFiles(hop, kilobytes)) {
      settings.put("proxy_max_temp_file_size", 2 * kilobytes + "k");
    }
    return LocationSetting.edits(hop, settings);
  }

  /// Zero switches temporary files off and suits any buffer.
  private static boolean limitsTemporaryFiles(Outcome.Proxied hop, int kilobytes) {
    return hop.scope()
        .setting("proxy_max_temp_file_size")
        .map(line -> Quantities.size(line.parameter()).orElse(0))
        .filter(size -> size > 0 && size < 1024L * kilobytes)
        .isPresent();
  }
}
