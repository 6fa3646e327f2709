package sunstone.connectors.format;

/** What is wrong with a file, for the inside of the readers; {@link EbsdMaps} makes it a refusal. */
final class MalformedFile extends Exception {
    private static final long serialVersionUID = 1;

    MalformedFile(String message) {
        super(message);
    }
}
