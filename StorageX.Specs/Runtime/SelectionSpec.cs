using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class SelectionSpec : TestKit
{
    private readonly IActorRef _tree;

    public SelectionSpec() => _tree = Sys.ActorOf(Props.Create(() => new Node(2)), "tree");

    [Theory]
    [InlineData("/user/tree", 1)]
    [InlineData("user/tree", 1)]
    [InlineData("/user/tree/a", 1)]
    [InlineData("/user/tree/*", 2)]
    [InlineData("/user/tree/?", 2)]
    [InlineData("/user/tree/*/b", 2)]
    [InlineData("/user/*/*/*", 4)]
    [InlineData("/user/tree/a/../b", 1)]
    [InlineData("/user/tree/c", 0)]
    [InlineData("/user/tree/c*", 0)]
    public async Task A_message_reaches_all_that_match(string path, int count)
    {
        foreach (var leaf in new[] { "a/a", "a/b", "b/a", "b/b" })
        {
            await AwaitAssertAsync(() => Sys.ActorSelection("/user/tree/" + leaf).ResolveOne(TimeSpan.FromSeconds(3)));
        }

        Sys.ActorSelection(path).Tell("who", TestActor);

        for (var i = 0; i < count; i++)
        {
            await ExpectMsgAsync<IActorRef>();
        }

        await ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_complete_path_works_too()
    {
        await AwaitAssertAsync(() => Sys.ActorSelection("/user/tree/b").ResolveOne(TimeSpan.FromSeconds(3)));
        Sys.ActorSelection(_tree.Path.ToString() + "/a").Tell("who", TestActor);
        Assert.Equal("a", (await ExpectMsgAsync<IActorRef>()).Path.Name);

        Sys.ActorSelection(_tree.Path / "b").Tell("who", TestActor);
        Assert.Equal("b", (await ExpectMsgAsync<IActorRef>()).Path.Name);
    }

    [Fact]
    public async Task A_context_selects_from_its_own_place()
    {
        _tree.Tell("to a", TestActor);
        Assert.Equal("a", (await ExpectMsgAsync<IActorRef>()).Path.Name);
    }

    [Fact]
    public async Task A_message_to_nobody_is_a_dead_letter()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        Sys.ActorSelection("/user/missing").Tell("lost");

        Assert.Equal("lost", (await ExpectMsgAsync<DeadLetter>()).Message);
    }

    [Fact]
    public async Task ResolveOne_finds_an_actor_or_fails()
    {
        Assert.Equal(_tree, await Sys.ActorSelection("/user/tree").ResolveOne(TimeSpan.FromSeconds(3)));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/none").ResolveOne(TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task A_selection_can_be_asked() =>
        Assert.Equal(_tree, await Sys.ActorSelection("/user/tree").Ask<IActorRef>("who", TimeSpan.FromSeconds(3)));

    private sealed class Node : ReceiveActor
    {
        public Node(int depth)
        {
            if (depth > 0)
            {
                Context.ActorOf(Props.Create(() => new Node(depth - 1)), "a");
                Context.ActorOf(Props.Create(() => new Node(depth - 1)), "b");
            }

            Receive<string>(text => text == "to a", _ => Context.ActorSelection("a").Tell("who", Sender));
            Receive<string>(_ => Sender.Tell(Self));
        }
    }
}
