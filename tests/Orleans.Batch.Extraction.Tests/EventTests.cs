namespace Orleans.Batch.Extraction.Tests;

/// <summary>Actions of persons and of organizations.</summary>
public sealed class EventTests
{
    [Theory]
    [InlineData("I went to a conference in Boston last week.", "Anna | WENT_TO* | conference in Boston @2024-05-06")]
    [InlineData("I've joined a rock band.", "Anna | JOINED* | rock band")]
    [InlineData("I signed up for a pottery class yesterday.", "Anna | SIGNED_UP_FOR* | pottery class @2024-05-15")]
    [InlineData("We won the regional tournament on Friday!", "Anna | WON* | regional tournament @2024-05-10")]
    [InlineData("I adopted a puppy.", "Anna | ADOPTED* | puppy")]
    [InlineData("We adopted Kubernetes.", "Anna | USES* | Kubernetes")]
    [InlineData("I'm learning German.", "Anna | LEARNS* | German")]
    [InlineData("I started surfing five years ago.", "Anna | STARTED* | surfing @2019-05-16")]
    [InlineData("I started using Notion.", "Anna | USES* | Notion")]
    [InlineData("I got a job at Vodafone.", "Anna | WORKS_AT | Vodafone")]
    [InlineData("I started my new job at Deloitte.", "Anna | WORKS_AT | Deloitte")]
    [InlineData("I'm into jazz.", "Anna | LIKES* | jazz", "end Anna | DISLIKES* | jazz")]
    [InlineData("Lost my job yesterday.", "Anna | LOST* | Anna's job @2024-05-15")]
    [InlineData("My sister won a race.", "Anna's sister | WON* | race")]
    [InlineData("I didn't win a race.")]
    [InlineData("I've got some news.")]
    [InlineData("I went home.")]
    [InlineData("I made it.")]
    [InlineData("I won a race a few years ago.")]
    [InlineData("When I was younger, I won a race.")]
    [InlineData("I once won a race.")]
    [InlineData("Changed my diet, started walking, things like that.")]
    [InlineData("I told them that you came and bought a car.")]
    [InlineData("My friend won a race.")]
    public void ByMessage_WhatTheSpeakerDid_IsAFact(string text, params string[] said) => ExtractorOutput.ByMessage(text).ShouldBe(said);

    [Theory]
    [InlineData("Blake Carter leads the ROBOT-202 program.", "Blake Carter | LEADS* | ROBOT-202 program")]
    [InlineData("Westbridge supplies the ACTUATOR-09 assembly.", "Westbridge | SUPPLIES* | ACTUATOR-09 assembly")]
    [InlineData("The Apollo launch depends on Saturn.", "Apollo launch | DEPENDS_ON* | Saturn")]
    [InlineData("ROBOT-101 unit three reports a calibration warning.", "ROBOT-101 unit three | REPORTED* | calibration warning")]
    [InlineData("The ROBOT-202 build is running with ACTUATOR-09.", "ROBOT-202 build | RUNS_WITH* | ACTUATOR-09")]
    [InlineData("Lost a job yesterday.")]
    [InlineData("Kickboxing is a sport.")]
    [InlineData("Schools are a priority.")]
    public void ByText_WhatOrganizationsDo_IsAFact(string text, params string[] said) => ExtractorOutput.ByText(text).ShouldBe(said);

    [Theory]
    [InlineData("I'm a huge fan of Lord of the Rings!", "Anna | LIKES* | Lord of the Rings")]
    [InlineData("I'm a fan.")]
    [InlineData("I'm a great cook.")]
    [InlineData("I'm a sophomore at Stanford.", "Anna | IS_A* | \"sophomore\"", "Anna | STUDIES_AT | Stanford")]
    [InlineData("I'm a nurse at Charité.", "Anna | IS_A* | \"nurse\"", "Anna | WORKS_AT | Charité")]
    [InlineData("Life is a ride.")]
    [InlineData("I got into a quarrel with some people.")]
    [InlineData("I'm a member of a book club.", "Anna | MEMBER_OF* | book club")]
    public void ByMessage_WhatTheSpeakerIs_IsWholeOrNothing(string text, params string[] said) => ExtractorOutput.ByMessage(text).ShouldBe(said);
}
