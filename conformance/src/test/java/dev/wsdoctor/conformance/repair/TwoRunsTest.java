package dev.wsdoctor.conformance.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Product;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TwoRunsTest {
  private static final int STOP_SECONDS = 10;

  /// Some step in the middle.
  private static final int STEP = 12;

  @Test
  void theSecondRunSaysWhoIsAtItAndChangesNothing() throws IOException, InterruptedException {
    try (Scene scene = Scene.of(Shape.ONE_FILE, Way.WRITE)) {
      Process first = Victim.start(Way.WRITE, STEP, scene.backups(), scene.files());
      try (BufferedReader output = first.inputReader()) {
        assertThat(output.readLine()).isNotNull();

        Product.Run second = undo(scene);

        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err())
            .contains("another repair is going on: process " + first.pid() + ", the test");
        assertThat(scene.texts()).isEqualTo(scene.old());
      } finally {
        first.destroyForcibly();
        assertThat(first.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(undo(scene).err()).doesNotContain("another repair");
    }
  }

  private static Product.Run undo(Scene scene) {
    return Product.run(List.of("undo", "--backup-dir", scene.backups().toString()));
  }
}
