import dev.wsdoctor.diagnosis.Answer;
import dev.wsdoctor.diagnosis.ConfigurationSource;
import dev.wsdoctor.diagnosis.Doctor;
import dev.wsdoctor.diagnosis.Setting;
import dev.wsdoctor.diagnosis.Traffic;
import dev.wsdoctor.diagnosis.TrafficReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// One refresh of `wsdoctor top` after the other, all in one thread. The median of the wall time is
/// judged, on a machine that nobody else uses; the CPU time tells how far that was so. Run by top.sh;
/// the arguments are the configuration, the master process, how many sockets there are, and how
/// often to look.
final class Top {
  private static final double BAR_MILLIS = 50;

  private Top() {}

  public static void main(String[] arguments) {
    int sockets = Integer.parseInt(arguments[2]);
    double[] millis = new double[Integer.parseInt(arguments[3])];
    double[] cpu = new double[millis.length];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    TrafficReader reader = reader(Path.of(arguments[0]));
    OptionalLong master = OptionalLong.of(Long.parseLong(arguments[1]));
    for (int i = 0; i < millis.length; i++) {
      long began = System.nanoTime();
      long usedBefore = threads.getCurrentThreadCpuTime();
      if (!(reader.read(master) instanceof Answer.Given<Traffic>(Traffic traffic))) {
        throw new IllegalStateException("no nginx has " + master);
      }
      millis[i] = (System.nanoTime() - began) / 1e6;
      cpu[i] = (threads.getCurrentThreadCpuTime() - usedBefore) / 1e6;
      if (traffic.tunnels().size() != sockets) {
        System.err.println("expected " + sockets + " sockets but " + traffic.tunnels().size() + " are shown");
        System.exit(2);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d sockets: the first look took %.0f ms (%.0f ms of CPU); bar for the others: %.0f ms%n",
        sockets, millis[0], cpu[0], BAR_MILLIS);
    print("wall", millis);
    print("CPU", cpu);
    double[] judged = warm(millis);
    System.exit(judged[judged.length / 2] < BAR_MILLIS ? 0 : 1);
  }

  private static void print(String name, double[] all) {
    double[] warm = warm(all);
    System.out.printf(
        Locale.ROOT,
        "%-4s  median %.1f ms, least %.1f ms, most %.1f ms%n",
        name, warm[warm.length / 2], warm[0], warm[warm.length - 1]);
  }

  /// The second half, sorted.
  private static double[] warm(double[] all) {
    double[] warm = Arrays.copyOfRange(all, all.length / 2, all.length);
    Arrays.sort(warm);
    return warm;
  }

  private static TrafficReader reader(Path configuration) {
    Setting setting =
        new Setting(
            new ConfigurationSource.File(configuration), Optional.empty(), Optional.empty());
    return switch (new Doctor().traffic(setting)) {
      case Answer.Given<TrafficReader>(TrafficReader reader) -> reader;
      case Answer.Unusable<TrafficReader>(String message) ->
          throw new IllegalStateException(message);
    };
  }
}
