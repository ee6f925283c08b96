package dev.wsdoctor.app.format;

import dev.wsdoctor.application.ApplicationProfile;
import java.util.List;

/// All applications with a line each, for a terminal: what `init` calls them, what they are, and
/// where their sockets are.
public final class ApplicationList {
  private ApplicationList() {}

  public static byte[] render(List<ApplicationProfile> applications, boolean colour) {
    Page page = new Page(colour);
    for (ApplicationProfile application : applications) {
      String sockets =
          application.signs().sockets().isEmpty()
              ? "sockets anywhere on its site"
              : String.join("  ", application.socketPaths());
      page.line(Style.BOLD, application.id()).filled("    ", application.title() + ": " + sockets);
    }
    return page.bytes();
  }
}
