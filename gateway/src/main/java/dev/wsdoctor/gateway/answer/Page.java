package dev.wsdoctor.gateway.answer;

import java.util.Map;

/// The page that nginx shows for a status (`ngx_http_send_special_response`).
public final class Page {
  private static final String CRLF = "\r\n";

  /// Statuses of nginx's own, which are sent as 400.
  private static final Map<Integer, String> OWN =
      Map.of(
          494, "Request Header Or Cookie Too Large",
          495, "The SSL certificate error",
          496, "No required SSL certificate was sent",
          497, "The plain HTTP request was sent to HTTPS port");

  private static final String PADDING =
      ("<!-- a padding to disable MSIE and Chrome friendly error page -->" + CRLF).repeat(6);

  private Page() {}

  /// The status that is sent for one that a request ended with.
  public static int sent(int status) {
    return OWN.containsKey(status) ? 400 : status;
  }

  /// The page of a status, or nothing where nginx has none; `signature` stands below the line.
  public static String of(int status, String signature, boolean padded) {
    String text;
    if (OWN.containsKey(status)) {
      text = page("400 " + OWN.get(status), "400 Bad Request", OWN.get(status), signature);
    } else if (status < 300 || !Statuses.isKnown(status) || status == 304) {
      return "";
    } else {
      String title = title(status);
      text = page(title, title, "", signature);
    }
    boolean pads = padded && status >= 400;
    return pads ? text + PADDING : text;
  }

  private static String title(int status) {
    return switch (status) {
      case 302 -> "302 Found";
      case 401 -> "401 Authorization Required";
      default -> Statuses.line(status);
    };
  }

  private static String page(String title, String heading, String more, String signature) {
    return "<html>"
        + CRLF
        + "<head><title>"
        + title
        + "</title></head>"
        + CRLF
        + "<body>"
        + CRLF
        + "<center><h1>"
        + heading
        + "</h1></center>"
        + CRLF
        + (more.isEmpty() ? "" : "<center>" + more + "</center>" + CRLF)
        + "<hr><center>"
        + signature
        + "</center>"
        + CRLF
        + "</body>"
        + CRLF
        + "</html>"
        + CRLF;
  }
}
