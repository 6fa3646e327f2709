package sunstone.connectors.format.map;

import sunstone.connectors.format.EbsdMaps;

/** Fault of a file, for the inside of the readers; {@link EbsdMaps} makes it a refusal. */
public final class MalformedFile extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedFile(String message) {
        super(message);
    }
}
