package dev.wsdoctor.junit;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;

/// What [NginxConf] registers. A context has what was declared on its class or method; a nested one
/// sees that of the contexts around it.
///
/// Only what JUnit has had since 5.8 and still has in 6 is used: so nothing here relies on a store
/// that closes what is in it, which is done in another way there.
final class NginxExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        BeforeTestExecutionCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(NginxExtension.class);
  private static final String KEY = "nginx";

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    Optional<NginxConf> declared = AnnotationSupport.findAnnotation(testClass, NginxConf.class);
    if (declared.isPresent()) {
      store(context).put(KEY, new Lazily(declared.get(), testClass));
    } else if (!Members.declaredBy(testClass).isEmpty()) {
      throw new ExtensionConfigurationException(
          "@Upstream in %s comes too late: @NginxConf is on a class around it; put one on this class too, or move @Upstream"
              .formatted(testClass.getName()));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Optional<NginxConf> declared =
        AnnotationSupport.findAnnotation(context.getElement(), NginxConf.class);
    if (declared.isPresent() && context.getTestMethod().isPresent()) {
      store(context).put(KEY, new Lazily(declared.get(), context.getRequiredTestClass()));
      return;
    }
    Lazily shared = lazily(context);
    boolean livesForOneTest =
        context.getTestInstanceLifecycle().filter(Lifecycle.PER_CLASS::equals).isEmpty();
    if (shared.needsInstance() && livesForOneTest) {
      store(context).put(KEY, shared.anew());
    }
  }

  /// A test that takes no parameter needs it as well.
  @Override
  public void beforeTestExecution(ExtensionContext context) {
    started(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == NginxUnderTest.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return started(context);
  }

  private static NginxUnderTest started(ExtensionContext context) {
    List<Object> instances =
        context.getTestInstances().map(TestInstances::getAllInstances).orElse(List.of());
    return lazily(context).get(instances);
  }

  private static Lazily lazily(ExtensionContext context) {
    Lazily found = store(context).get(KEY, Lazily.class);
    if (found == null) {
      throw new ExtensionConfigurationException(
          "NginxUnderTest needs @NginxConf on the class or on the test method");
    }
    return found;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    close(context);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    close(context);
  }

  /// Closes what this context has itself.
  private static void close(ExtensionContext context) throws Exception {
    @Nullable Lazily own = store(context).remove(KEY, Lazily.class);
    if (own != null) {
      own.close();
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
