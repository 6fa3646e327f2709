package sunstone.agent.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a command has failed or is ended from the keyboard. While it is open, Ctrl-C lets the command clean up
 * before the process goes.
 */
final class Ending implements AutoCloseable {
    private static final long CLEAN_UP_SECONDS = 20;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Task> tasks = new CopyOnWriteArrayList<>();
    private final Thread command = Thread.currentThread();
    private final Thread hook;
    private volatile boolean interrupted;
    private volatile @Nullable Throwable failure;

    /** A part of the command that ends by itself, or with the command. */
    final class Task {
        private final CountDownLatch latch = new CountDownLatch(1);
        private volatile @Nullable Throwable own;

        /** The part is done, or has failed. */
        void done(@Nullable Throwable cause) {
            own = cause;
            latch.countDown();
        }

        /**
         * Waits for the end of this part.
         *
         * @throws IllegalStateException if it or the command has failed
         */
        void await() throws InterruptedException {
            latch.await();
            raise(failure == null ? own : failure);
        }

        /** As {@link #await()}, but not forever; returns whether it has ended. */
        boolean await(long time, TimeUnit unit) throws InterruptedException {
            boolean over = latch.await(time, unit);
            if (over) {
                await();
            }
            return over;
        }
    }

    Ending() {
        hook = new Thread(
                () -> {
                    interrupted = true;
                    release();
                    try {
                        command.join(TimeUnit.SECONDS.toMillis(CLEAN_UP_SECONDS));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "ending");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A part to wait for. */
    Task task() {
        Task task = new Task();
        tasks.add(task);
        if (ended.getCount() == 0) {
            task.latch.countDown();
        }
        return task;
    }

    /** The command cannot go on. */
    void fail(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
        release();
    }

    private void release() {
        ended.countDown();
        tasks.forEach(t -> t.latch.countDown());
    }

    /** Whether Ctrl-C was pressed. */
    boolean interrupted() {
        return interrupted;
    }

    /**
     * Waits for the end of the command.
     *
     * @throws IllegalStateException if it has failed
     */
    void await() throws InterruptedException {
        ended.await();
        raise(failure);
    }

    private static void raise(@Nullable Throwable failure) {
        if (failure != null) {
            throw new IllegalStateException(Sunstone.firstLine(failure), failure);
        }
    }

    @Override
    public void close() {
        if (!interrupted) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                interrupted = true; // the process is going already
            }
        }
    }
}
