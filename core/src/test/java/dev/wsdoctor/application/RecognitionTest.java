package dev.wsdoctor.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An application is named when its signs suffice, and only then.
///
/// A row: path and query, backend names, ports, site names, locations, fields (`-` for none), then
/// what is recognised.
class RecognitionTest {
  private static final String NOBODY = "nobody";

  private static final String TABLE =
      """
      /api/live/ws                      app               3000  -                    -  -  grafana
      /grafana/api/live/ws?v=2          -                 -     -                    -  -  grafana
      /api/datasources/proxy/1/loki/api/v1/tail  grafana  3000  -                    -  -  grafana
      /api/datasources/uid/tail         app               3000  -                    -  -  grafana
      /api/v4/websocket                 backend           8065  -                    -  -  mattermost
      /api/v3/users/websocket           backend           80    -                    -  -  mattermost
      /api/websocket                    127.0.0.1         8123  -                    -  -  home-assistant
      /api/websocket                    homeassistant.local 80  -                    -  -  home-assistant
      /api/websocket                    home_assistant    80    -                    -  -  home-assistant
      /api/websocket                    127.0.0.1         8000  -                    -  -  nobody
      /api/websocket/exec?id=5          app               9000  -                    -  -  portainer
      /api/hassio_ingress/abc/ws        app               80    -                    -  -  home-assistant
      /user/ann/api/kernels/0c/channels notebook          8888  -                    -  -  jupyter
      /user/ann/api/kernels/0c/channels jupyterhub        8000  -                    -  -  jupyterhub
      /terminals/websocket/1            -                 -     -                    -  -  jupyter
      /notifications/hub?access_token=e vault             80    -                    -  -  vaultwarden
      /socket.io/?EIO=4&transport=polling app             3000  -                    -  -  socket.io
      /socket.io/                       app               3001  -                    -  -  socket.io
      /socket.io/                       kuma              3001  status.example.com   -  -  socket.io
      /socket.io/                       uptime-kuma       3001  -                    -  -  uptime-kuma
      /socket.io/                       io_nodes          4567  forum.example.com    -  -  nodebb
      /socket.io/                       tinypilot         8000  -                    -  -  tinypilot
      /socket.io/                       foundryvtt        30000 -                    -  -  foundry-vtt
      /sockjs/1/a/websocket             app               5000  octoprint.example.com -  -  octoprint
      /sockjs/1/a/websocket             app               5000  -                    -  -  sockjs
      /sockjs/1/a/websocket             octoprint         80    -                    -  -  octoprint
      /cable                            puma              3000  -                    -  -  action-cable
      /live/websocket                   app               4000  -                    -  -  phoenix
      /_stcore/stream                   app               8501  -                    -  -  streamlit
      /stream                           app               8501  -                    -  -  streamlit
      /stream                           app               8000  -                    -  -  nobody
      /rest/push                        app               5678  -                    -  -  n8n
      /comms                            app               1880  -                    -  -  node-red
      /comms                            app               80    -                    -  -  nobody
      /ws                               app               7681  -                    -  -  ttyd
      /ws                               app               6042  -                    -  -  zammad
      /ws                               app               8888  -                    -  -  nobody
      /ws                               webssh            8888  -                    -  -  webssh
      /ws                               app               3000  -                    -  -  nobody
      /ws                               app               80    ws.example.com       -  -  nobody
      /ws                               app               8080  chat.example.com     -  -  nobody
      /ws/chat/                         django            8000  -                    -  -  django-channels
      /ws/chat/                         app               8000  -                    -  -  nobody
      /                                 app               9001  -                    -  -  nobody
      /                                 app               3000  -                    -  -  nobody
      /                                 app               5173  -                    -  -  vite
      /mqtt                             app               8083  -                    -  -  emqx
      /mqtt                             app               9001  -                    -  -  nobody
      /mqtt                             mosquitto         9001  -                    -  -  mosquitto
      /socket                           app               8096  -                    -  -  nobody
      /socket                           jellyfin          8096  -                    -  -  jellyfin
      /embywebsocket                    app               8096  -                    -  -  emby
      /code/stable-1a?reconnectionToken=9f&reconnection=false app 8788 -             -  -  code-server
      /websockify                       app               6080  -                    -  -  novnc
      /desktop/websockify               kasm              8443  -                    -  -  kasm
      /cool/https%3A%2F%2Fc%2F1/ws      app               9980  -                    -  -  collabora
      /api2/json/nodes/a/qemu/100/vncwebsocket app        8006  -                    -  -  proxmox
      /LiveApp/websocket                app               5080  -                    -  -  ant-media
      /bus/123/abc/websocket            127.0.0.1         8080  -                    -  -  nobody
      /app/k3y?protocol=7&client=js&flash=false app       8080  -                    -  -  laravel-reverb
      /app/ws                           app               8080  -                    -  -  nobody
      /hubs/chat?id=Zq                  app               5000  -                    -  -  nobody
      /chathub                          signalr           80    -                    -  -  signalr
      /feed                             app               32400 -                    -  X-Plex-Token  plex
      /feed                             app               8096  -                    -  -  nobody
      /push/ws                          app               7867  -                    -  -  nextcloud-notify-push
      /updates                          app               80    grafana.example.com  -  -  nobody
      /updates                          app               80    grafana.example.com  /api/live/  -  nobody
      /updates                          app               80    grafana.example.com  /api/live/ws  -  grafana
      /updates                          integrafana       80    -                    -  -  nobody
      """;

  @Test
  void theSignsDecideTogether() {
    SoftAssertions softly = new SoftAssertions();
    TABLE.lines().forEach(row -> check(softly, row));
    softly.assertAll();
  }

  private static void check(SoftAssertions softly, String row) {
    String[] cells = row.split("\\s+", -1);
    String[] target = (cells[0] + "?").split("\\?", -1);
    Clues clues =
        new Clues(
            target[0],
            target.length > 1 ? target[1] : "",
            names(cells[1]),
            names(cells[3]),
            words(cells[2]).stream().map(Integer::valueOf).toList(),
            words(cells[4]),
            words(cells[5]));
    String found = Recognition.of(clues).map(r -> r.profile().id()).orElse(NOBODY);
    softly.assertThat(found).as(row).isEqualTo(cells[6]);
  }

  private static List<Name> names(String cell) {
    return words(cell).stream().map(Name::of).toList();
  }

  private static List<String> words(String cell) {
    return cell.equals("-") ? List.of() : Arrays.asList(cell.split(",", -1));
  }

  @ParameterizedTest
  @CsvSource({
    "/ws, /ws, true",
    "/ws, /base/ws, true",
    "/ws, /ws/more, false",
    "/ws/, /ws/more/of/it, true",
    "/ws/, /ws, false",
    "/, /, true",
    "/, /x, false",
    "/api/*/ws, /api/a-b/ws, true",
    "/api/*/ws, /api/a/b/ws, false",
    "/api/*/ws, /api//ws, false",
    "/api/**/ws, /api/a/b/ws, true",
    "/k-*, /x/k-12, true"
  })
  void aPathMatchesBelowAnyBase(String pattern, String path, boolean matches) {
    assertThat(new PathPattern(pattern).matches(path)).isEqualTo(matches);
  }

  @Test
  void everyApplicationIsRecognisedByItsOwnNameAndPath() {
    SoftAssertions softly = new SoftAssertions();
    for (ApplicationProfile profile : Applications.all()) {
      if (profile.id().equals(Applications.GENERIC)) {
        continue;
      }
      String path = new PathPattern(profile.socketPaths().getFirst()).sample();
      Clues clues =
          new Clues(
              path,
              "",
              List.of(Name.of(profile.signs().names().getFirst().text() + ".internal")),
              List.of(),
              List.of(),
              List.of(),
              List.of());
      softly
          .assertThat(Recognition.of(clues).map(r -> r.profile().id()))
          .as(profile.id())
          .contains(profile.id());
    }
    softly.assertAll();
  }

  @Test
  void everyPatternMatchesItsSampleBelowAnyBasePath() {
    for (ApplicationProfile profile : Applications.all()) {
      for (Signs.Socket socket : profile.signs().sockets()) {
        assertThat(socket.path().matches(socket.path().sample())).as(socket.toString()).isTrue();
        boolean root = socket.path().text().equals("/");
        assertThat(socket.path().matches("/base" + socket.path().sample())).isEqualTo(!root);
      }
    }
  }

  @Test
  void anAdviceNamesThePublicOriginAndAKnownCause() {
    for (ApplicationProfile profile : Applications.all()) {
      for (String cause : profile.advice().keySet()) {
        String advice = profile.advice(cause, "https://a.example:8443").orElseThrow();
        assertThat(advice).doesNotContain("{origin}", "{host}").isNotBlank();
        assertThat(RecognitionTest.class.getResource("/rules/" + cause + ".md"))
            .as(profile.id() + " advises " + cause)
            .isNotNull();
      }
      assertThat(profile.notes("https://a.example").toString()).doesNotContain("{origin}");
    }
  }

  @Test
  void whatSpeaksAProtocolSharesItsNeeds() {
    ApplicationProfile nodebb = Applications.find("nodebb").orElseThrow();
    assertThat(nodebb.needsAffinity()).isTrue();
    assertThat(nodebb.needs().heartbeat()).contains(Duration.ofSeconds(25));
    assertThat(nodebb.serves("/forum/socket.io/")).isTrue();
    assertThat(Applications.find("grafana").orElseThrow().needsAffinity()).isFalse();
  }
}
