package sunstone.agent;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * No Kafka, no Vert.x, no log and no clock: neither a class itself nor any class of this project that it reaches
 * through others of this project.
 */
final class Purity extends ArchCondition<JavaClass> {
    private static final List<String> FORBIDDEN =
            List.of("org.apache.kafka.", "sunstone.connectors.kafka.", "io.vertx.", "org.slf4j.");
    private static final List<String> CLOCKS = List.of("java.time.Clock", "java.time.InstantSource");
    private static final List<String> READINGS =
            List.of("java.lang.System.nanoTime", "java.lang.System.currentTimeMillis", "java.time.Instant.now");

    private final String own;

    /** @param own how the names of the classes begin that are followed */
    Purity(String own) {
        super("reach neither Kafka nor Vert.x, log or clock through classes of " + own + "*");
        this.own = own;
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        Map<JavaClass, String> paths = new HashMap<>(Map.of(item, item.getName()));
        ArrayDeque<JavaClass> open = new ArrayDeque<>(List.of(item));
        while (!open.isEmpty()) {
            JavaClass at = open.remove();
            String path = paths.get(at);
            for (JavaMethodCall call : at.getMethodCallsFromSelf()) {
                String method = call.getTargetOwner().getName() + "." + call.getName();
                if (READINGS.contains(method)) {
                    events.add(SimpleConditionEvent.violated(item, path + " reads the time: " + call.getDescription()));
                }
            }
            for (Dependency d : at.getDirectDependenciesFromSelf()) {
                JavaClass target = d.getTargetClass();
                if (CLOCKS.contains(target.getName()) || FORBIDDEN.stream().anyMatch(target.getName()::startsWith)) {
                    events.add(SimpleConditionEvent.violated(item, path + " -> " + target.getName()));
                } else if (target.getName().startsWith(own) && !paths.containsKey(target)) {
                    paths.put(target, path + " -> " + target.getSimpleName());
                    open.add(target);
                }
            }
        }
    }
}
