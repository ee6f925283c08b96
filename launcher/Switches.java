import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Puts an `instanceof` for every type into the place of `invokedynamic typeSwitch`, with which
/// javac asks for the case of a switch over a sealed interface. The JVM makes a class for each of
/// those when it first comes by, and the start-up cache of JDK 25 keeps none: 20 of them took a
/// tenth of a start. The meaning is that of SwitchBootstraps.typeSwitch for labels that are types;
/// others are left alone.
///
/// usage: java Switches.java JAR... (those called wsdoctor-* are rewritten in place)
final class Switches {
  private static final String OURS = "wsdoctor-";
  private static final String BOOTSTRAPS = "Ljava/lang/runtime/SwitchBootstraps;";

  public static void main(String[] jars) throws IOException {
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = Path.of(jars[i]).toUri().toURL();
    }
    try (URLClassLoader classes = new URLClassLoader(urls)) {
      ClassFile parser =
          ClassFile.of(
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(classes)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      Map<Path, Map<String, byte[]>> rewritten = new LinkedHashMap<>();
      for (String jar : jars) {
        if (Path.of(jar).getFileName().toString().startsWith(OURS)) {
          rewritten.put(Path.of(jar), rewritten(Path.of(jar), parser));
        }
      }
      for (Map.Entry<Path, Map<String, byte[]>> jar : rewritten.entrySet()) {
        write(jar.getKey(), jar.getValue());
      }
    }
  }

  /// The classes of a jar that are changed, by their path in it.
  private static Map<String, byte[]> rewritten(Path jar, ClassFile parser) throws IOException {
    Map<String, byte[]> changed = new LinkedHashMap<>();
    try (FileSystem inside = FileSystems.newFileSystem(jar);
        Stream<Path> files = Files.walk(inside.getPath("/"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        ClassModel model = parser.parse(Files.readAllBytes(file));
        Rewriting rewriting = new Rewriting(model);
        byte[] bytes = parser.transformClass(model, rewriting.transform());
        if (!rewriting.selectors.isEmpty()) {
          changed.put(file.toString(), bytes);
        }
      }
    }
    return changed;
  }

  private static void write(Path jar, Map<String, byte[]> changed) throws IOException {
    try (FileSystem inside =
        FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      for (Map.Entry<String, byte[]> file : changed.entrySet()) {
        Files.write(inside.getPath(file.getKey()), file.getValue());
      }
    }
  }

  /// One class: each switch calls a method of its own that is added at the end.
  private static final class Rewriting {
    private record Selector(String name, MethodTypeDesc type, List<ClassDesc> labels) {}

    private final ClassDesc owner;
    private final boolean isInterface;
    private final List<Selector> selectors = new ArrayList<>();

    Rewriting(ClassModel model) {
      this.owner = model.thisClass().asSymbol();
      this.isInterface = model.flags().has(java.lang.reflect.AccessFlag.INTERFACE);
    }

    ClassTransform transform() {
      return ClassTransform.transformingMethodBodies(
              Rewriting::hasTypeSwitch, CodeTransform.ofStateful(() -> this::call))
          .andThen(
              ClassTransform.endHandler(
                  builder ->
                      selectors.forEach(
                          selector ->
                              builder.withMethodBody(
                                  selector.name(),
                                  selector.type(),
                                  ClassFile.ACC_PRIVATE
                                      | ClassFile.ACC_STATIC
                                      | ClassFile.ACC_SYNTHETIC,
                                  code -> select(code, selector.labels())))));
    }

    private static boolean hasTypeSwitch(MethodModel method) {
      return method.code().stream()
          .flatMap(code -> code.elementStream())
          .anyMatch(e -> e instanceof InvokeDynamicInstruction call && isTypeSwitch(call));
    }

    private void call(CodeBuilder code, CodeElement element) {
      if (element instanceof InvokeDynamicInstruction call && isTypeSwitch(call)) {
        List<ClassDesc> labels =
            call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList();
        Selector selector =
            new Selector("typeSwitch$" + selectors.size(), call.typeSymbol(), labels);
        selectors.add(selector);
        code.invokestatic(owner, selector.name(), selector.type(), isInterface);
        return;
      }
      code.with(element);
    }

    private static boolean isTypeSwitch(InvokeDynamicInstruction call) {
      return call.bootstrapMethod().owner().descriptorString().equals(BOOTSTRAPS)
          && call.bootstrapMethod().methodName().equals("typeSwitch")
          && call.bootstrapArgs().stream().allMatch(Switches::isReference);
    }

    /// -1 for null, else the first label from `restart` on that fits, else their number.
    private static void select(CodeBuilder code, List<ClassDesc> labels) {
      var notNull = code.newLabel();
      code.aload(0).ifnonnull(notNull).iconst_m1().ireturn().labelBinding(notNull);
      for (int i = 0; i < labels.size(); i++) {
        var next = code.newLabel();
        code.iload(1).loadConstant(i).if_icmpgt(next);
        code.aload(0).instanceOf(labels.get(i)).ifeq(next);
        code.loadConstant(i).ireturn().labelBinding(next);
      }
      code.loadConstant(labels.size()).ireturn();
    }
  }

  private static boolean isReference(ConstantDesc label) {
    return label instanceof ClassDesc type && !type.isPrimitive();
  }
}
