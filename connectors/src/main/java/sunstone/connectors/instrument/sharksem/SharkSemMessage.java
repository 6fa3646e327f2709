package sunstone.connectors.instrument.sharksem;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message of SharkSEM: a header of 32 bytes (name of the function in 16, size of the body, identification, flags,
 * queue, nothing), then the body of arguments. Little endian; a floating-point number is text.
 *
 * <p>Source: TESCAN, SharkSEM remote control 2.0.25, and its script for Python 2.0.16.
 *
 * @param function name, 1 to 16 ASCII characters
 * @param flags wait flags in the high byte
 * @param body arguments, shared, not copied
 */
public record SharkSemMessage(String function, int flags, byte[] body) {
    /** Waits until the scan is idle before the function is carried out. */
    public static final int WAIT_SCAN = 0x0100;

    private static final int NAME = 16, HEADER = 32, LARGEST = 1 << 20;

    public SharkSemMessage {
        if (!function.matches("\\w{1,16}")) {
            throw new IllegalArgumentException("a function has a name of 1 to 16 characters: " + function);
        }
    }

    /** A message with whole numbers ({@link Integer}) and floating-point numbers ({@link Double}). */
    public static SharkSemMessage of(String function, int flags, Number... arguments) {
        ByteBuffer body = ByteBuffer.allocate(64 * arguments.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        for (Number a : arguments) {
            if (a instanceof Integer i) {
                body.putInt(i);
            } else {
                byte[] text = Double.toString(a.doubleValue()).getBytes(StandardCharsets.US_ASCII);
                int padded = (text.length + 4) / 4 * 4; // at least one zero ends it
                body.putInt(padded).put(Arrays.copyOf(text, padded));
            }
        }
        return new SharkSemMessage(function, flags, Arrays.copyOf(body.array(), body.position()));
    }

    /** The message as bytes. */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + body.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(Arrays.copyOf(function.getBytes(StandardCharsets.US_ASCII), NAME));
        out.putInt(body.length)
                .putInt(0)
                .putShort((short) flags)
                .putShort((short) 0)
                .putInt(0);
        out.put(body);
        return out.array();
    }

    /**
     * Reads a message.
     *
     * @throws IOException if the stream ends or does not hold one
     */
    public static SharkSemMessage read(DataInputStream in) throws IOException {
        byte[] head = in.readNBytes(HEADER);
        if (head.length < HEADER) {
            throw new IOException("the microscope has closed the connection");
        }
        String name = new String(head, 0, NAME, StandardCharsets.US_ASCII).replace("\0", "");
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int size = fields.getInt(NAME);
        if (size < 0 || size > LARGEST || !name.matches("\\w{1,16}")) {
            throw new IOException("the microscope sends what is no message: \"" + name.replaceAll("\\W", "?") + "\" of "
                    + size + " bytes");
        }
        byte[] body = in.readNBytes(size);
        if (body.length < size) {
            throw new IOException("the microscope has closed the connection");
        }
        return new SharkSemMessage(name, fields.getShort(NAME + 8), body);
    }

    /** The arguments, to be taken in their order. */
    public Arguments arguments() {
        return new Arguments(ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Arguments of a message, each taken once. */
    public static final class Arguments {
        private final ByteBuffer in;

        private Arguments(ByteBuffer in) {
            this.in = in;
        }

        /** @throws IOException if there is none */
        public int whole() throws IOException {
            if (in.remaining() < 4) {
                throw new IOException("a message ends before its arguments");
            }
            return in.getInt();
        }

        /** Text, without the zeros that fill it up. */
        public String text() throws IOException {
            int size = whole();
            if (size < 0 || size > in.remaining()) {
                throw new IOException("a message ends inside a text of " + size + " bytes");
            }
            byte[] text = new byte[size];
            in.get(text);
            String all = new String(text, StandardCharsets.UTF_8);
            int end = all.indexOf('\0');
            return end < 0 ? all : all.substring(0, end);
        }

        /** A floating-point number. */
        public double real() throws IOException {
            String text = text();
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new IOException("a message has \"" + text.replaceAll("[^ -~]", "?") + "\" for a number", e);
            }
        }
    }
}
