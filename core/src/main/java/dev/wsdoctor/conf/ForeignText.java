package dev.wsdoctor.conf;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// What people take for nginx's configuration because it stands beside it: the file of another
/// program, from which the way to nginx's own can be told.
public enum ForeignText {
  KUBERNETES(
      "(?m)^apiVersion:.*$[\\s\\S]*^kind:",
      "a Kubernetes object",
      "give what the controller made of it: kubectl exec -n NAMESPACE POD -- nginx -T > nginx.txt"),
  COMPOSE(
      "(?m)^services:\\s*$",
      "a compose file",
      "give the nginx.conf that it mounts, or what nginx has in the container: docker compose exec SERVICE nginx -T > nginx.txt"),
  APACHE(
      "(?mi)^\\s*<(VirtualHost|IfModule|Location|Proxy)\\b",
      "a configuration of Apache",
      "give nginx's own, which nginx -T prints"),
  HAPROXY(
      "(?m)^(frontend|backend|listen)\\s+[\\w.-]+\\s*$",
      "a configuration of HAProxy",
      "give nginx's own, which nginx -T prints");

  private final Pattern sign;
  private final String kind;
  private final String advice;

  ForeignText(String sign, String kind, String advice) {
    this.sign = Pattern.compile(sign);
    this.kind = kind;
    this.advice = advice;
  }

  /// Whose the text is; nothing where no sign of a known program is in it.
  public static Optional<ForeignText> of(String text) {
    return Arrays.stream(values()).filter(one -> one.sign.matcher(text).find()).findFirst();
  }

  /// What it is and what to give instead, to follow the file's name.
  public String sentence() {
    return "is " + kind + ", no nginx configuration; " + advice;
  }
}
