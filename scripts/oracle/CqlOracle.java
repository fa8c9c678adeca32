// Asks Cassandra's own parser about statements, in process, without a server.
//
// java CqlOracle judge: reads statements from stdin, each four bytes of length (big-endian) and so many
//   bytes of UTF-8; answers each with one line on stdout:
//   "+"                        accepted
//   "-line:column message"     refused by the grammar; "-0:0 message" when the refusal names no place
//   "~Class message"           not a matter of grammar: the parser's actions asked the schema or the class path, which are
//                              empty here, or refused what the statement means; the text behind it was not looked at
//   "!Class message"           the parser itself broke: an exception that is not one of refusal, or the stack ran out
// java CqlOracle bench: reads statements so, up to one of no length; then, for each byte that follows, parses them all
//   once and answers with the nanoseconds that took.
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.antlr.runtime.ANTLRStringStream;
import org.antlr.runtime.BaseRecognizer;
import org.antlr.runtime.CommonTokenStream;
import org.antlr.runtime.RecognitionException;
import org.apache.cassandra.config.DatabaseDescriptor;
import org.apache.cassandra.cql3.CQLFragmentParser;
import org.apache.cassandra.cql3.CqlLexer;
import org.apache.cassandra.cql3.CqlParser;
import org.apache.cassandra.cql3.ErrorListener;
import org.apache.cassandra.exceptions.CassandraException;
import org.apache.cassandra.exceptions.SyntaxException;

public final class CqlOracle
{
    /** Threads of a server have so much: -Xss in its conf/jvm-server.options. */
    private static final long STACK_BYTES = 256 * 1024;
    /** Any server may have classes of types of its own, and each class says which arguments it takes. */
    private static final String UNKNOWN_CLASS = "Error setting type ";
    private static final Pattern PLACE = Pattern.compile("^line (\\d+):(-?\\d+) ");

    public static void main(String[] args) throws Exception
    {
        boolean isBench = args[0].equals("bench");
        OutputStream answers = System.out;
        // What the server's classes print must not stand among the answers.
        System.setOut(System.err);
        DatabaseDescriptor.clientInitialization();
        Throwable[] failure = new Throwable[1];
        Thread worker = new Thread(null, () -> {
            try
            {
                if (isBench) bench(answers);
                else judgeAll(answers);
            }
            catch (Throwable thrown)
            {
                failure[0] = thrown;
            }
        }, "worker", STACK_BYTES);
        worker.start();
        worker.join();
        if (failure[0] != null) failure[0].printStackTrace();
        System.exit(failure[0] == null ? 0 : 1);
    }

    private static void judgeAll(OutputStream answers) throws IOException
    {
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        BufferedOutputStream out = new BufferedOutputStream(answers, 1 << 16);
        for (;;)
        {
            // Nobody waits for an answer while more questions are there to be read.
            if (in.available() == 0) out.flush();
            String text = readText(in);
            if (text == null) break;
            out.write(judge(text).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
        out.flush();
    }

    private static String judge(String text)
    {
        try
        {
            CQLFragmentParser.parseAnyUnhandled(CqlParser::query, text);
            return "+";
        }
        catch (RecognitionException refusal)
        {
            return "-" + refusal.line + ":" + refusal.charPositionInLine + " " + flat(String.valueOf(refusal.getMessage()));
        }
        catch (SyntaxException refusal)
        {
            String message = flat(String.valueOf(refusal.getMessage()));
            if (message.startsWith(UNKNOWN_CLASS)) return "~SyntaxException " + message;
            Matcher place = PLACE.matcher(message);
            return place.find() ? "-" + place.group(1) + ":" + place.group(2) + " " + message.substring(place.end()) : "-0:0 " + message;
        }
        catch (CassandraException | NoSuchElementException unknown)
        {
            return "~" + unknown.getClass().getSimpleName() + " " + flat(String.valueOf(unknown.getMessage()));
        }
        catch (RuntimeException | StackOverflowError | AssertionError crash)
        {
            String first = firstError(text);
            if (first != null && first.startsWith(UNKNOWN_CLASS)) return "~SyntaxException " + first;
            return "!" + crash.getClass().getSimpleName() + " " + flat(String.valueOf(crash.getMessage()));
        }
    }

    /** What the parser said first, before it broke over what it had said; null when it had said nothing. */
    private static String firstError(String text)
    {
        List<String> errors = new ArrayList<>();
        ErrorListener listener = new ErrorListener()
        {
            @Override
            public void syntaxError(BaseRecognizer recognizer, String[] tokenNames, RecognitionException refusal)
            {
                errors.add("line " + refusal.line);
            }

            @Override
            public void syntaxError(BaseRecognizer recognizer, String message)
            {
                errors.add(flat(message));
            }
        };
        try
        {
            CqlLexer lexer = new CqlLexer(new ANTLRStringStream(text));
            lexer.addErrorListener(listener);
            CqlParser parser = new CqlParser(new CommonTokenStream(lexer));
            parser.addErrorListener(listener);
            parser.query();
        }
        catch (RecognitionException | RuntimeException | StackOverflowError | AssertionError again)
        {
            // It broke before, so it does again; what was said until then is what counts.
        }
        return errors.isEmpty() ? null : errors.get(0);
    }

    private static void bench(OutputStream answers) throws Exception
    {
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        List<String> texts = new ArrayList<>();
        for (String text = readText(in); text != null && !text.isEmpty(); text = readText(in)) texts.add(text);
        while (in.read() >= 0)
        {
            long start = System.nanoTime();
            parseAll(texts);
            answers.write((System.nanoTime() - start + "\n").getBytes(StandardCharsets.UTF_8));
            answers.flush();
        }
    }

    private static void parseAll(List<String> texts) throws RecognitionException
    {
        for (String text : texts) CQLFragmentParser.parseAnyUnhandled(CqlParser::query, text);
    }

    /** Null at the end of the input. */
    private static String readText(DataInputStream in) throws IOException
    {
        int first = in.read();
        if (first < 0) return null;
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** One line, of a length that can be read. */
    private static String flat(String message)
    {
        String line = message.replaceAll("[\\r\\n\\u2028\\u2029]+", " ");
        return line.length() > 300 ? line.substring(0, 300) : line;
    }
}
