package dev.wsdoctor.app.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.socket.Activity;
import dev.wsdoctor.socket.Age;
import dev.wsdoctor.socket.Kernel;
import dev.wsdoctor.socket.LiveConnection;
import dev.wsdoctor.socket.NginxProcess;
import dev.wsdoctor.socket.TcpSocket;
import dev.wsdoctor.socket.TcpSocket.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrafficJsonTest {
  private static final Path SCHEMA = Path.of("../docs/schema/wsdoctor-1.schema.json");

  private static TcpSocket socket(Optional<Activity> activity) {
    return new TcpSocket(
        new End("127.0.0.1", 8080),
        new End("127.0.0.1", 40_000),
        TcpSocket.State.ESTABLISHED,
        TcpSocket.Timer.NONE,
        0,
        0,
        7,
        12,
        activity);
  }

  private static Traffic traffic() {
    NginxProcess worker =
        new NginxProcess(
            11,
            10,
            false,
            true,
            true,
            Map.of(12L, 3),
            9,
            OptionalLong.of(1024),
            OptionalLong.empty(),
            Optional.empty());
    Activity activity =
        new Activity(
            Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofMillis(1), 2, 100, 200);
    LiveConnection known =
        new LiveConnection(
            socket(Optional.of(activity)),
            Optional.of(socket(Optional.empty())),
            worker,
            Age.UNKNOWN);
    LiveConnection unknown =
        new LiveConnection(socket(Optional.empty()), Optional.empty(), worker, Age.UNKNOWN);
    return new Traffic(
        List.of(
            new Traffic.Tunnel(known, Optional.of(Duration.ofSeconds(60))),
            new Traffic.Tunnel(unknown, Optional.empty())),
        1,
        2,
        List.of(
            new Traffic.Worker(worker, 2, OptionalInt.of(512)),
            new Traffic.Worker(worker, 0, OptionalInt.empty())),
        List.of(new Traffic.Ports("127.0.0.1", new End("127.0.0.1", 9000), 1, 28_000)),
        Kernel.Source.NETLINK,
        List.of(),
        List.of("a remark"));
  }

  @Test
  void whatTopPrintsIsWhatTheSchemaDescribes() throws IOException {
    byte[] printed =
        Formats.live("json", new Viewer(false, "", false)).orElseThrow().traffic(traffic(), 10);
    String json = new String(printed, StandardCharsets.UTF_8);
    assertThat(json).contains("\"closes_in_ms\"").contains("\"old_worker\"");
    assertThat(violations(json)).isZero();
    assertThat(violations(json.replace("\"half_open\"", "\"half\""))).isPositive();
  }

  private static int violations(String json) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
        .validate(json, InputFormat.JSON)
        .size();
  }
}
