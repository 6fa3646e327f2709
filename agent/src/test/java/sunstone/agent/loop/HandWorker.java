package sunstone.agent.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A worker without a thread: work waits until the test has it done. */
final class HandWorker implements Worker {
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();

    @Override
    public <T> Future<T> run(Callable<T> work) {
        Promise<T> done = Promise.promise();
        queue.add(() -> {
            T result;
            try {
                result = work.call();
            } catch (Exception e) {
                done.fail(e);
                return;
            }
            done.complete(result);
        });
        return done.future();
    }

    /** Does the oldest piece of work, if there is one. */
    boolean step() {
        return step(queue.poll());
    }

    /** Does the newest piece of work, as another of its threads may. */
    boolean stepLast() {
        return step(queue.pollLast());
    }

    private static boolean step(@Nullable Runnable work) {
        if (work != null) {
            work.run();
        }
        return work != null;
    }

    /** Pieces of work that wait. */
    int waiting() {
        return queue.size();
    }

    @Override
    public Future<?> close() {
        return Future.succeededFuture();
    }
}
