package sunstone.agent.loop;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Event loop and workers of a verticle. */
final class VertxLoop implements EventLoop {
    private final Vertx vertx;
    private final Context context;
    private final String name;

    /** @param name of the process, in the names of its threads */
    VertxLoop(Vertx vertx, Context context, String name) {
        this.vertx = vertx;
        this.context = context;
        this.name = name;
    }

    @Override
    public void run(Runnable work) {
        context.runOnContext(v -> work.run());
    }

    @Override
    public Timer later(Duration delay, Runnable work) {
        long timer = vertx.setTimer(Math.max(1, delay.toMillis()), t -> run(work));
        return () -> vertx.cancelTimer(timer);
    }

    /** Has something done there again and again, until the verticle ends. */
    void every(Duration period, Runnable work) {
        vertx.setPeriodic(Math.max(1, period.toMillis()), t -> run(work));
    }

    /** Threads of its own. */
    Worker worker(String role, int threads) {
        WorkerExecutor executor = vertx.createSharedWorkerExecutor(role + "-" + name, threads, 1, TimeUnit.HOURS);
        return new Worker() {
            @Override
            public <T> Future<T> run(Callable<T> work) {
                // unordered: Vert.x would put it behind the work of this context's other threads
                return executor.executeBlocking(work, false);
            }

            @Override
            public Future<?> close() {
                return executor.close();
            }
        };
    }
}
