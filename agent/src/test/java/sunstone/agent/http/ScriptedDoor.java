package sunstone.agent.http;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import sunstone.agent.loop.Door;
import sunstone.agent.loop.Health;
import sunstone.agent.loop.LoopSettings;
import sunstone.agent.policy.Travel;
import sunstone.agent.registry.HeapBudget;
import sunstone.agent.sampling.SamplerStatus;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.WaitLimits;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.models.polarizedlight.PlScaling;

/** A door behind which there is no loop: it notes what is asked and says yes. */
final class ScriptedDoor implements Door {
    private final List<Decision> decisions = new CopyOnWriteArrayList<>();
    private final List<Control> controls = new CopyOnWriteArrayList<>();
    private volatile Mode mode;
    private volatile @Nullable String lastOperator;

    ScriptedDoor(Mode mode) {
        this.mode = mode;
    }

    List<Decision> decisions() {
        return decisions;
    }

    List<Control> controls() {
        return controls;
    }

    /** Who changed the mode last. */
    @Nullable
    String lastOperator() {
        return lastOperator;
    }

    @Override
    public Future<Mode> mode() {
        return Future.succeededFuture(mode);
    }

    @Override
    public Future<Mode> setMode(Mode wanted, String operator) {
        lastOperator = operator;
        mode = wanted;
        return mode();
    }

    @Override
    public LoopSettings settings() {
        return new LoopSettings(
                "agent",
                "test",
                SamplerStatus.none(),
                mode,
                WaitLimits.DEFAULT,
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                PlScaling.canonical(),
                HeapBudget.unlimited(),
                2,
                Map.of("policy.name", "expected-gain", "policy.batch", "8"));
    }

    @Override
    public Travel travel() {
        return new Travel(100, 10, 0);
    }

    @Override
    public Future<Answer> decide(Decision decision) {
        decisions.add(decision);
        return Future.succeededFuture(new Answer(true, "taken"));
    }

    @Override
    public Future<Answer> control(Control control) {
        controls.add(control);
        return Future.succeededFuture(new Answer(true, "taken"));
    }

    @Override
    public Future<Health> health() {
        return Future.succeededFuture(new Health(true, "up", "done", "0"));
    }
}
