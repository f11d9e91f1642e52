import django.db.models.deletion
from django.db import migrations, models

CHUNK = 2**20


def content_to_chunks(apps, schema_editor):
    """The files that there are, from one field of bytes to rows of at most 1 MiB."""
    File = apps.get_model("assistants_api", "File")
    FileChunk = apps.get_model("assistants_api", "FileChunk")
    for pk in File.objects.order_by("pk").values_list("pk", flat=True):
        content = bytes(File.objects.values_list("content", flat=True).get(pk=pk))
        for number, start in enumerate(range(0, len(content), CHUNK)):
            FileChunk.objects.create(file_id=pk, number=number, data=content[start : start + CHUNK])
    File.objects.update(complete=True)


def chunks_to_content(apps, schema_editor):
    File = apps.get_model("assistants_api", "File")
    FileChunk = apps.get_model("assistants_api", "FileChunk")
    for pk in File.objects.order_by("pk").values_list("pk", flat=True):
        chunks = FileChunk.objects.filter(file_id=pk).order_by("number").values_list("data", flat=True)
        File.objects.filter(pk=pk).update(content=b"".join(bytes(chunk) for chunk in chunks))


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL does not alter a table in the transaction that has filled it

    dependencies = [
        ('assistants_api', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='complete',
            field=models.BooleanField(default=False, help_text='All of its chunks are stored.'),
        ),
        migrations.AddField(
            model_name='file',
            name='expires_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='file',
            name='size',
            field=models.BigIntegerField(default=0, help_text='Bytes.'),
        ),
        migrations.CreateModel(
            name='FileChunk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('data', models.BinaryField()),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='assistants_api.file')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('file', 'number'), name='chunks_of_a_file')],
            },
        ),
        migrations.AlterField(
            model_name='file',
            name='content',
            field=models.BinaryField(default=b''),  # for the way back
        ),
        migrations.RunPython(content_to_chunks, chunks_to_content),
        migrations.RemoveField(
            model_name='file',
            name='content',
        ),
    ]
