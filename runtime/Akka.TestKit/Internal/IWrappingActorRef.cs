namespace Akka.TestKit.Internal;

/// <summary>A reference that stands for another one.</summary>
internal interface IWrappingActorRef : IInternalActorRef
{
    IInternalActorRef Inner { get; }

    ActorSystem IInternalActorRef.System => Inner.System;

    IInternalActorRef IInternalActorRef.Parent => Inner.Parent;

    bool IInternalActorRef.IsTerminated => Inner.IsTerminated;

    IEnumerable<IInternalActorRef> IInternalActorRef.Children => Inner.Children;

    IInternalActorRef IInternalActorRef.GetSingleChild(string name) => Inner.GetSingleChild(name);

    void IInternalActorRef.SendSystemMessage(SystemMessage message) => Inner.SendSystemMessage(message);
}
